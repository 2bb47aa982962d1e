import { getInfo, getPoints, getRing } from './cluster.js';
import { $, say } from './dom.js';
import { lookAgain } from './key.js';
import { meet } from './marks.js';
import { state } from './state.js';
import { inOrder, many } from './words.js';

const LOOK = 2000; // milliseconds from one look at the members to the next
const KEPT = 200; // events

let source;
let looked = { at: 0, requests: new Map() };
let loading = null;
let next = null;
let stale = false;

/** Loads the ring as it is now; whoever asks while one is loaded waits for the one after it. */
export function load() {
  if (!loading) {
    loading = loadOnce().finally(() => { loading = null; });
    return loading;
  }
  next ??= loading.catch(() => {}).then(() => {
    next = null;
    return load();
  });
  return next;
}

async function loadOnce() {
  const ring = await getRing();
  ring.members.sort((a, b) => inOrder(a.id, b.id));
  meet(ring.members.map(({ id }) => id));
  const moved = stale || state.points?.epoch !== ring.epoch;
  stale = false;
  const points = moved ? await getPoints(ring.epoch) : state.points;
  const before = state.lookup;
  const lookup = moved ? await lookAgain(ring) : before;
  state.set({ ...rate(ring), ring, seen: Date.now() });
  if (moved) state.set({ points });
  if (moved && state.lookup === before) state.set({ lookup });
  if (ring.members.length === 0) state.set({ answer: null });
  const statuses = ring.members.map(({ status }) => status).join();
  if (statuses !== state.statuses) state.set({ statuses });
  found();
}

/** How many requests the members got since a look that is a while ago, a second. */
function rate({ members }) {
  const seconds = (Date.now() - looked.at) / 1000;
  if (seconds < LOOK / 2000) return {};
  const sent = members.reduce((sum, { id, requests }) => sum + Math.max(0, requests - (looked.requests.get(id) ?? requests)), 0);
  looked = { at: Date.now(), requests: new Map(members.map(({ id, requests }) => [id, requests])) };
  return { rate: sent / seconds };
}

function found() {
  if (state.link === 'lost') {
    state.set({ trouble: null });
    say('Live again.');
  }
  if (state.link !== 'live') state.set({ link: 'live' });
}

function lost() {
  if (state.link === 'lost') return;
  state.set({ link: 'lost' });
  say('The connection is lost. Reconnecting.');
}

async function know() {
  const info = await getInfo().catch(() => null);
  if (info) state.set({ local: info.cluster?.kind === 'one-jvm' });
}

/** Listens to the events; the browser comes back by itself, unless it was sent away. */
function listen() {
  source = new EventSource('/ring/events');
  source.onopen = () => {
    load().catch(lost);
    know();
  };
  source.onerror = () => {
    lost();
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
  for (const type of ['join', 'leave', 'down', 'up', 'settings']) {
    source.addEventListener(type, ({ data }) => {
      const event = JSON.parse(data);
      state.set({ events: [event, ...state.events].slice(0, KEPT), seen: Date.now() });
      if (type === 'down' || type === 'up') say(`${event.member} is ${type.toUpperCase()}: ${event.reason}.`);
      load().catch(lost);
    });
  }
  source.addEventListener('missed', ({ data }) => {
    stale = true;
    state.set({ events: [{ type: 'missed', time: Date.now(), ...JSON.parse(data) }, ...state.events] });
    load().catch(lost);
  });
}

export function startLive() {
  listen();
  // A page that is left may be kept for a way back, and its connection with it.
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', ({ persisted }) => persisted && listen());
  setInterval(() => {
    if (state.link === 'live' && !document.hidden) load().catch(lost);
  }, LOOK);
  setInterval(() => {
    if (state.link !== 'lost') return;
    drawLive();
    if (source.readyState === EventSource.OPEN) load().catch(lost);
  }, 1000);
}

export function drawLive() {
  const { link, ring, rate: now, seen } = state;
  const live = $('live');
  live.dataset.state = link;
  document.body.classList.toggle('lost', link === 'lost');
  if (link === 'live') live.textContent = `Live · ${many(ring.members.length, 'member')} · ${now.toFixed(1)} req/s`;
  if (link === 'lost') live.textContent = `Reconnecting… last update ${Math.round((Date.now() - seen) / 1000)} s ago`;
  if (ring) {
    const { placement, size, virtualNodes, hash } = ring.settings;
    $('standing').textContent = [placement, placement === 'fixed' ? `${size} positions` : `${virtualNodes} points a member`, placement === 'ketama' ? 'md5' : hash, `epoch ${ring.epoch}`].join(' · ');
  }
}
