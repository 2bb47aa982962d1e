import { $, element } from '../lib/dom.js';
import { count, many, percent } from '../lib/text.js';
import { say, state, watch } from '../model/state.js';
import { nothing, send, stop } from '../model/traffic.js';
import { fly, shownOneIn } from '../ring/flights.js';
import { badge } from './noun.js';

/** Sends as many requests as are chosen. */
export async function sendTraffic() {
  const traffic = await send({ total: Number($('count').value), pace: Number($('pace').value), kind: $('keys').value }, fly);
  if (traffic) say(progress(traffic));
}

const sum = (traffic, part) => [...traffic.members.values()].reduce((all, of) => all + of[part], 0);

function progress(traffic) {
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
function drawTraffic() {
  const { ring, traffic } = state;
  if (!ring) return;
  $('traffic-state').textContent = traffic ? progress(traffic) + (traffic.epoch === ring.epoch ? '' : ' The ring has changed since.') : 'No traffic yet. The dashed line is 1/N.';
  $('stop-traffic').hidden = !traffic?.running;
  $('send').hidden = Boolean(traffic?.running);
  const gone = [...(traffic?.members.keys() ?? [])].filter((id) => id && !ring.members.some((one) => one.id === id));
  $('bars').replaceChildren(...ring.members.map(({ id, share }) => bar(id, share)), ...gone.map((id) => bar(id, 0)));
}

export function startTraffic() {
  const label = () => { $('send').textContent = `Send ${count(Number($('count').value))} requests`; };
  $('count').addEventListener('change', label);
  label();
  watch(drawTraffic);
  $('stop-traffic').addEventListener('click', stop);
  $('traffic').addEventListener('submit', (event) => {
    event.preventDefault();
    sendTraffic();
  });
}
