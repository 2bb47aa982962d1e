import { route } from './cluster.js';
import { $, element, say } from './dom.js';
import { fly, shownOneIn } from './flights.js';
import { drawing } from './keys.js';
import { badge } from './marks.js';
import { state } from './state.js';
import { count, many, percent } from './words.js';

const AT_ONCE = 5; // a browser opens six connections, and the events take one

const OFTEN = 100; // milliseconds from one drawing to the next, so that the requests go on

let stopping = null;
let shown = 0;

function show(traffic) {
  if (performance.now() - shown < OFTEN) return;
  shown = performance.now();
  state.set({ traffic });
}

const nothing = () => ({ keys: 0, succeeded: 0, failedOver: 0, failed: 0 });

function record(traffic, { status, owner, member }) {
  const of = traffic.members.get(owner) ?? nothing();
  traffic.members.set(owner, of);
  traffic.done++;
  of.keys++;
  if (status !== 200) of.failed++;
  else if (member === owner) of.succeeded++;
  else of.failedOver++;
}

/** Sends requests, a few at a time, and counts them by the owner of their key. */
export async function send() {
  if (stopping || state.link === 'lost') return;
  stopping = new AbortController();
  const { signal } = stopping;
  const total = Number($('count').value);
  const pace = Number($('pace').value);
  const next = drawing($('keys').value);
  const traffic = { epoch: state.ring.epoch, total, done: 0, unanswered: 0, members: new Map(), running: true };
  state.set({ traffic });
  const start = performance.now();
  let sent = 0;
  const worker = async () => {
    while (sent < total && !signal.aborted) {
      const turn = sent++;
      if (pace) await pause(start + (turn * 1000) / pace - performance.now(), signal);
      if (signal.aborted) return;
      const answer = await route(next(), signal).catch(() => null);
      if (answer) {
        traffic.unanswered = 0;
        record(traffic, answer);
        fly(answer);
      } else if (!signal.aborted && ++traffic.unanswered >= AT_ONCE) stopping.abort();
      show(traffic);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    stopping = null;
    traffic.running = false;
  }
  traffic.seconds = (performance.now() - start) / 1000;
  state.set({ traffic });
  say(words(traffic));
}

const pause = (milliseconds, signal) => new Promise((resolve) => {
  const end = () => {
    signal.removeEventListener('abort', end);
    resolve();
  };
  setTimeout(end, Math.max(0, milliseconds));
  signal.addEventListener('abort', end);
});

const sum = (traffic, part) => [...traffic.members.values()].reduce((all, of) => all + of[part], 0);

function words(traffic) {
  if (traffic.running) {
    const few = shownOneIn() > 1 ? ` Showing 1 in ${shownOneIn()}.` : '';
    return `${count(traffic.done)} of ${count(traffic.total)} requests.${few}`;
  }
  const parts = [['failedOver', 'answered by the next member'], ['failed', 'failed']]
    .map(([part, what]) => [sum(traffic, part), what])
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${count(number)} ${what}`);
  const stopped = traffic.done < traffic.total ? `, stopped after ${count(traffic.done)}` : '';
  return `${many(traffic.total, 'request')}${stopped}, in ${traffic.seconds.toFixed(1)} s: ${[`${count(sum(traffic, 'succeeded'))} answered by the owner`, ...parts].join(', ')}.`;
}

function bar(id, share) {
  const { traffic } = state;
  const of = traffic?.members.get(id) ?? nothing();
  const measured = traffic?.done ? of.keys / traffic.done : 0;
  const difference = ((measured - share) * 100).toFixed(1);
  const figures = traffic?.done
    ? `${percent(share)} expected · ${percent(measured)} measured (${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(1)})`
    : `${percent(share)} expected · no traffic yet`;
  const counts = [[of.succeeded, 'answered'], [of.failedOver, 'by the next member'], [of.failed, '✕ failed']]
    .filter(([number], i) => number > 0 || (i === 0 && traffic?.done)).map(([number, what]) => `${count(number)} ${what}`).join(' · ');
  return element('li', {
    'data-member': id, 'data-expected': share, 'data-measured': measured,
    'data-succeeded': of.succeeded, 'data-failed-over': of.failedOver, 'data-failed': of.failed,
  },
  element('span', { class: 'noun' }, badge(id), element('b', {}, id)),
  lengths(id, share, traffic?.done ?? 0, of),
  element('span', { class: 'figures' }, figures),
  counts ? element('span', { class: 'counts' }, counts) : null);
}

/** Expected outlined, measured filled; what failed is hatched. */
function lengths(id, share, done, of) {
  const most = Math.max(0.01, ...state.ring.members.map((one) => one.share), ...(done ? [...state.traffic.members.values()].map(({ keys }) => keys / done) : []));
  const length = (name, part) => {
    const made = element('span', { class: name });
    made.style.width = `${(part / most) * 100}%`;
    return made;
  };
  const colour = badge(id).className.replace('badge', 'measured');
  const fair = element('span', { class: 'fair', title: '1/N' });
  fair.style.left = `${100 / state.ring.members.length / most}%`;
  return element('span', { class: 'bar', 'aria-hidden': 'true' },
    length('expected', share),
    element('span', { class: 'row' }, length(colour, done ? (of.keys - of.failed) / done : 0), length('measured failed', done ? of.failed / done : 0)),
    1 / state.ring.members.length <= most ? fair : '');
}

/** For each member the share that is expected beside the one that was measured. */
export function drawTraffic() {
  const { ring, traffic } = state;
  if (!ring) return;
  $('traffic-state').textContent = traffic ? words(traffic) + (traffic.epoch === ring.epoch ? '' : ' The ring has changed since.') : 'No traffic yet. The dashed line is 1/N.';
  $('stop-traffic').hidden = !traffic?.running;
  $('send').hidden = Boolean(traffic?.running);
  const gone = [...(traffic?.members.keys() ?? [])].filter((id) => id && !ring.members.some((one) => one.id === id));
  $('bars').replaceChildren(...ring.members.map(({ id, share }) => bar(id, share)), ...gone.map((id) => bar(id, 0)));
}

export function startTraffic() {
  const label = () => { $('send').textContent = `Send ${count(Number($('count').value))} requests`; };
  $('count').addEventListener('change', label);
  label();
  $('stop-traffic').addEventListener('click', () => stopping?.abort());
  $('traffic').addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
}
