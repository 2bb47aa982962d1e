import { $, element } from '../lib/dom.js';
import { count, inOrder, many, percent } from '../lib/text.js';
import { colour } from '../model/marks.js';
import { member, say, state, watch } from '../model/state.js';
import { expected, nothing, send, stop } from '../model/traffic.js';
import { fly, shownOneIn } from '../ring/flights.js';
import { badge, noun } from './noun.js';

/** Sends as many requests as are chosen. */
export async function sendTraffic() {
  const traffic = await send({ total: Number($('count').value), pace: Number($('pace').value), kind: $('keys').value }, fly);
  if (traffic) say(progress(traffic));
}

const total = (counts) => [...counts.values()].reduce((sum, number) => sum + number, 0);

const answered = ({ succeeded, inherited }) => succeeded + total(inherited);

const sum = (traffic, part) => [...traffic.members.values()].reduce((all, of) => all + part(of), 0);

function progress(traffic) {
  if (traffic.running) {
    const few = shownOneIn() > 1 ? ` Showing 1 in ${shownOneIn()}.` : '';
    return `${count(traffic.done)} of ${count(traffic.total)} requests.${few}`;
  }
  const parts = [[(of) => total(of.failedOver), 'answered by the next member'], [(of) => of.failed, 'failed']]
    .map(([part, what]) => [sum(traffic, part), what])
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${count(number)} ${what}`);
  const stopped = traffic.done < traffic.total ? `, stopped after ${count(traffic.done)}` : '';
  return `${many(traffic.total, 'request')}${stopped}, in ${traffic.seconds.toFixed(1)} s: ${[`${count(sum(traffic, (of) => of.succeeded))} answered by the owner`, ...parts].join(', ')}.`;
}

/** What a member answered, for whom, and what became of its other keys. */
function counts(of) {
  const each = (numbers, words) => [...numbers].sort(([a], [b]) => inOrder(a, b)).map(([id, number]) => words(count(number), id));
  return [`${count(answered(of))} answered`, ...each(of.inherited, (number, id) => `+${number} for ${id}`),
    ...each(of.failedOver, (number, id) => `${number} of its keys by ${id}`), ...(of.failed ? [`✕ ${count(of.failed)} failed`] : [])].join(' · ');
}

function bar(id, traffic, most) {
  const of = traffic.members.get(id) ?? nothing();
  const share = shareOf(id, traffic);
  const part = (number) => (traffic.done ? number / traffic.done : 0);
  const measured = part(answered(of));
  const difference = ((measured - share) * 100).toFixed(1);
  const figures = traffic.done
    ? `${percent(share)} expected · ${percent(measured)} measured (${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(1)})`
    : `${percent(share)} expected · no traffic yet`;
  const length = (name, fraction) => {
    const made = element('span', { class: name });
    made.style.width = `${(fraction / most) * 100}%`;
    return made;
  };
  const fair = element('span', { class: 'fair', title: '1/N' });
  fair.style.left = `${100 / state.ring.members.length / most}%`;
  const chance = chanceOf(id, traffic);
  const band = length('chance', Math.min(2 * chance, share + chance));
  band.style.left = `${(Math.max(0, share - chance) / most) * 100}%`;
  return element('li', {
    'data-member': id, 'data-expected': share, 'data-measured': measured, 'data-succeeded': of.succeeded,
    'data-inherited': total(of.inherited), 'data-failed-over': total(of.failedOver), 'data-failed': of.failed,
  },
  element('span', { class: 'noun' }, badge(id), element('b', {}, id)),
  element('span', { class: 'bar', 'aria-hidden': 'true' },
    length('expected', share),
    chance > 0 ? band : '',
    element('span', { class: 'row' }, length(badge(id).className.replace('badge', 'measured'), part(of.succeeded)),
      ...[...of.inherited].map(([owner, number]) => length(`measured inherited ${colour(owner)}`, part(number))),
      length('measured failed', part(of.failed))),
    1 / state.ring.members.length <= most ? fair : ''),
  element('span', { class: 'figures' }, figures),
  traffic.done ? element('span', { class: 'counts' }, counts(of) + (chance > 0 ? ` · chance alone gives ±${count(Math.round(chance * traffic.done))}` : '')) : null);
}

/** How far chance alone takes the measured share from the expected one, in 19 of 20 cases: two standard deviations. */
function chanceOf(id, traffic) {
  const share = shareOf(id, traffic);
  return traffic.kind === 'uniform' && traffic.done > 0 ? 2 * Math.sqrt((share * (1 - share)) / traffic.done) : 0;
}

const shareOf = (id, traffic) => (traffic.done ? expected(traffic, id) : member(id)?.share ?? 0);

/** A few keys get most of the requests, whoever owns them. */
function drawHottest({ kind, keys, done }) {
  $('hottest').hidden = kind !== 'zipf' || !done;
  if ($('hottest').hidden) return;
  const five = [...keys].sort(([, a], [, b]) => b.times - a.times).slice(0, 5);
  $('hottest').replaceChildren('The five hottest keys: ', ...five.flatMap(([key, { times, owner }], i) =>
    [i ? ', ' : '', element('bdi', {}, key), ` (${percent(times / done)}, `, noun(owner), ')']), '.');
}

/** Beside each member's share of the ring, outlined, the requests that it answered, filled. */
function drawTraffic() {
  const { ring, shown, traffic } = state;
  if (!ring) return;
  const sent = traffic ?? { done: 0, members: new Map() };
  const then = traffic && [...traffic.epochs.keys()].some((epoch) => epoch !== shown.epoch) ? ' The ring has changed since: expected is what it was then.' : '';
  $('traffic-state').textContent = traffic ? progress(traffic) + then : 'No traffic yet. The dashed line is 1/N.';
  const [shows, hides] = traffic?.running ? ['stop-traffic', 'send'] : ['send', 'stop-traffic'];
  const focused = document.activeElement === $(hides);
  $(shows).hidden = false;
  $(hides).hidden = true;
  if (focused) $(shows).focus();
  const ids = [...new Set([...ring.members.map(({ id }) => id), ...sent.members.keys()])].filter(Boolean);
  const most = Math.max(0.01, ...ids.flatMap((id) => {
    const of = sent.members.get(id) ?? nothing();
    return [shareOf(id, sent) + chanceOf(id, sent), sent.done ? (answered(of) + of.failed) / sent.done : 0];
  }));
  drawHottest(sent);
  $('bars').replaceChildren(...ids.map((id) => bar(id, sent, most)));
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
