import { inOrder } from '../lib/text.js';
import { getEvents, getInfo, getPoints, getRing } from './cluster.js';
import { lookUp, lookUpOn } from './lookup.js';
import { meet } from './marks.js';
import { owners, samplesOn } from './samples.js';
import { say, set, state } from './state.js';
import { plain } from './words.js';

const LOOK = 2000; // milliseconds from one look at the members to the next
const KEPT = 200; // events

let source;
let looked = { at: 0, vitals: new Map() };
let loading = null;
let next = null;
let stale = false;
let begun = () => {};

/** Loads the ring as it is now; if one is being loaded, the one after it. */
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
  const moved = stale || state.live?.epoch !== ring.epoch;
  if (moved) await show(ring);
  const vitals = new Map(ring.members.map((one) => [one.id, one]));
  const down = ring.members.filter(({ status }) => status === 'DOWN').map(({ id }) => id);
  set({ vitals, ...rate(vitals), rebalance: ring.rebalance ?? null, shared: ring.shared ?? null, seen: Date.now() });
  if (down.join('\n') !== [...state.down].join('\n')) {
    age(new Set(down));
    set({ down: new Set(down) });
  }
  found();
  // The key of the address is looked up as soon as there is a ring.
  if (moved && !state.answer && state.asking === null && ring.members.length > 0) lookUp(state.key).then(begun);
}

/** Shows a ring with its points and with the key where it lies on it, all at once. */
async function show(ring) {
  stale = false;
  const { epoch } = ring;
  const [points, lookups] = await Promise.all([getPoints(epoch), samplesOn(ring)]);
  const before = owners(state.live?.lookups);
  let lookup;
  do {
    lookup = state.live?.lookup;
    if (lookup) lookup = await lookUpOn(ring, lookup.key);
  } while (lookup && state.live.lookup && lookup.key !== state.live.lookup.key);
  set({ live: { epoch, ring, points, lookups, before, lookup: state.live?.lookup && lookup } });
  if (ring.members.length === 0) set({ answer: null });
}

/** An answer is no longer what the key would get if its member went down, or one that was passed over came up. */
function age(down) {
  const { answer, lookup } = state;
  if (!answer || !lookup) return;
  const answering = answer.status < 500 ? answer.member : null;
  const met = lookup.candidates.map((one) => one.member);
  const passed = met.slice(0, answering === null ? met.length : met.indexOf(answering));
  const changed = passed.find((id) => state.down.has(id) && !down.has(id)) ?? [answering].find((id) => down.has(id) && !state.down.has(id));
  if (changed) set({ answer: { ...answer, aged: `${changed} ${down.has(changed) ? 'went DOWN' : 'came UP'}` } });
}

/** How many requests the members got since a look that is a while ago, a second. */
function rate(vitals) {
  const seconds = (Date.now() - looked.at) / 1000;
  if (seconds < LOOK / 2000) return {};
  const sent = [...vitals].reduce((sum, [id, { requests }]) => sum + Math.max(0, requests - (looked.vitals.get(id)?.requests ?? requests)), 0);
  looked = { at: Date.now(), vitals };
  return { rate: sent / seconds, rates: [...state.rates, { time: Date.now(), rate: sent / seconds }].slice(-KEPT) };
}

function found() {
  if (state.link === 'lost') {
    set({ trouble: null });
    say('Live again.');
  }
  set({ link: 'live' });
}

function lost() {
  if (state.link === 'lost') return;
  set({ link: 'lost' });
  say('The connection is lost. Reconnecting.');
}

async function know() {
  const info = await getInfo().catch(() => null);
  if (info) set({ local: info.cluster?.kind === 'one-jvm' });
}

const isProgress = ({ type, reason }) => type === 'rebalance' && reason.startsWith('has moved');

/** Keeps events, the newest first; of a rebalance that goes on the last word is enough. */
function keep(events) {
  const known = new Map([...events, ...state.events].map((one) => [one.id ?? one, one]));
  const newest = [...known.values()].sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
  set({ events: newest.filter((one, i) => !isProgress(one) || newest[i - 1]?.type !== 'rebalance').slice(0, KEPT) });
}

const told = (event) => (event.type === 'settings' ? { ...event, reason: plain(event.reason) } : event);

/** Learns what happened before this page listened, as far as the router still has it. */
async function recall() {
  const known = await getEvents().catch(() => null);
  if (known) keep(known.events.map(told).reverse());
}

/** Listens to the events; the browser comes back by itself, unless it was sent away. */
function listen() {
  source = new EventSource('ring/events');
  source.onopen = () => {
    load().catch(lost);
    know();
    recall();
  };
  source.onerror = () => {
    lost();
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
  const hear = (event) => {
    keep([event]);
    set({ seen: Date.now() });
    load().catch(lost);
  };
  for (const type of ['join', 'leave', 'change', 'down', 'up', 'settings', 'rebalance']) {
    source.addEventListener(type, ({ data, lastEventId: id }) => {
      const event = told({ id, ...JSON.parse(data) });
      if (!state.making) say(`${event.member ?? 'The ring'} ${event.reason}.`);
      hear(event);
    });
  }
  source.addEventListener('missed', ({ data }) => {
    stale = true;
    hear({ type: 'missed', time: new Date().toISOString(), ...JSON.parse(data) });
  });
}

/** Follows the cluster; calls back once the first key was looked up. */
export function startLive(looksUp) {
  begun = looksUp;
  listen();
  // A page that is left may be kept for a way back, and its connection with it.
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', ({ persisted }) => persisted && listen());
  // So has a page behind another one, and a browser opens six connections in all.
  document.addEventListener('visibilitychange', () => {
    source.close();
    if (!document.hidden) listen();
  });
  setInterval(() => {
    if (state.link === 'live' && !document.hidden) load().catch(lost);
  }, LOOK);
  setInterval(() => {
    if (state.link === 'lost' && source.readyState === EventSource.OPEN) load().catch(lost);
  }, 1000);
}
