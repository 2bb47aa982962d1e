import { $, element, renew, shape } from '../lib/dom.js';
import { time } from '../lib/text.js';
import { showPast } from '../model/history.js';
import { set, state, watch } from '../model/state.js';
import { changedMember } from '../model/words.js';

const SHOWN = 60; // marks: the last ones, or those around a change of the past
const HEIGHT = 20; // of the line of requests

const list = (ids) => [ids ?? []].flat().join(', ');

/** What a change was: a join, a leave, a member or settings that changed, what became of a rebalance, or what began the log. */
const what = ({ change, why }) => [
  change?.join && `${list(change.join)} joined`, change?.leave && `${list(change.leave)} left`,
  ...Object.entries(change?.members ?? {}).map(([id, fields]) => `${id} ${changedMember(fields)}`), change?.settings && 'settings changed',
  change?.rebalance && `values ${{ begun: 'begin to move', done: 'have moved', cancelled: 'stay: the change was cancelled' }[change.rebalance.stage]}`,
].filter(Boolean).join(', ') || why;

const words = (one) => `Change ${one.epoch}, ${time(one.time)}: ${what(one)}`;

const signs = ({ join, leave, members, settings, rebalance }) => [rebalance && '⇄', join && '▲', leave && '▼', (members || settings) && '◆'].filter(Boolean).join('') || '·';

/** A change of the ring, which can be looked at. */
const changeMark = (one) => element('button', {
  type: 'button', 'data-epoch': one.epoch, title: words(one), 'aria-label': words(one), onclick: () => showPast(one.epoch),
}, signs(one.change ?? {}));

/** A member that was seen to go or to come back, which changes no epoch. */
function healthMark({ type, time: when, member, epoch, reason }) {
  const said = `${time(when)}: ${member} ${reason}`;
  return element('button', { type: 'button', 'data-type': type, 'data-member': member, title: said, 'aria-label': said, onclick: () => showPast(epoch) },
    type === 'down' ? '✕' : '●');
}

/** All that happened to the ring and to its members, in the order of its time. */
function happened() {
  const { history, events, past } = state;
  const changes = history.map((one) => ({ at: Date.parse(one.time), key: one.epoch, made: () => changeMark(one) }));
  const seen = events.filter(({ type }) => type === 'down' || type === 'up')
    .map((one) => ({ at: Date.parse(one.time), key: `${one.member} ${one.type} ${one.time}`, made: () => healthMark(one) }));
  const all = [...changes, ...seen].sort((a, b) => a.at - b.at);
  const middle = past ? all.findIndex(({ key }) => key === past.epoch) : -1;
  const end = middle < 0 ? all.length : Math.min(all.length, Math.max(SHOWN, middle + SHOWN / 2));
  const from = Math.max(0, end - SHOWN);
  return all.slice(from, end).map((one, i) => ({ ...one, until: all[from + i + 1]?.at }));
}

/** Marks at equal spacing, the change that is shown among them. */
function drawMarks() {
  const { history, shown, past } = state;
  const changes = $('changes');
  $('timeline').hidden = history.length === 0;
  renew(changes, element('ol', {}, ...happened().map(({ at, until, key, made }) =>
    element('li', { 'data-key': key, 'data-at': at, 'data-until': until ?? '' }, made(),
      shape('svg', { viewBox: `0 0 100 ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, shape('polyline'))))));
  changes.querySelector('[aria-current]')?.removeAttribute('aria-current');
  const current = changes.querySelector(`[data-epoch="${shown?.epoch}"]`);
  current?.setAttribute('aria-current', 'step');
  const marked = current?.parentElement;
  if (marked) changes.scrollLeft = marked.offsetLeft - changes.offsetLeft - changes.clientWidth / 2;
  const then = past && history.find(({ epoch }) => epoch === past.epoch);
  document.body.classList.toggle('in-the-past', Boolean(past));
  $('past').hidden = !past;
  if (past) $('past-words').textContent = `${then ? words(then) : `Change ${past.epoch}`}. The cluster goes on.`;
}

/** Requests a second between the marks, as far as this page has seen them. */
function drawRates() {
  const { rates, rate, history, events, shown } = state; // with each of these the marks are drawn anew
  const most = Math.max(1, ...rates.map((one) => one.rate));
  $('rates').textContent = `Requests: ${rate.toFixed(1)} a second, at most ${Math.max(0, ...rates.map((one) => one.rate)).toFixed(1)}`;
  [...$('changes').children].forEach((mark) => {
    const from = Number(mark.dataset.at);
    const to = Number(mark.dataset.until || Date.now());
    mark.querySelector('polyline').setAttribute('points', rates.filter(({ time: at }) => at >= from && at <= to)
      .map(({ time: at, rate: then }) => `${((at - from) / Math.max(1, to - from) * 100).toFixed(1)},${(HEIGHT - 1 - (then / most) * (HEIGHT - 2)).toFixed(1)}`).join(' '));
  });
}

/** Hides or shows what the change did that is looked at. */
function drawWhatChanged() {
  $('what-changed').setAttribute('aria-pressed', String(state.whatChanged));
}

export function startTimeline() {
  $('to-live').addEventListener('click', () => showPast(null));
  $('what-changed').addEventListener('click', () => set({ whatChanged: !state.whatChanged }));
  watch(drawMarks);
  watch(drawRates);
  watch(drawWhatChanged);
}
