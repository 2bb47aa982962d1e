import { $, element } from '../lib/dom.js';
import { time } from '../lib/text.js';
import { showPast } from '../model/history.js';
import { state, watch } from '../model/state.js';

const SHOWN = 60; // changes, the last ones

/** What a change was: a join, a leave, settings, or what began the log. */
const list = (ids) => [ids ?? []].flat().join(', ');

/** A change in words. */
const words = ({ epoch, time: when, change, why }) => [`Change ${epoch}, ${time(when)}: `,
  [change?.join && `${list(change.join)} joined`, change?.leave && `${list(change.leave)} left`, change?.settings && 'settings changed'].filter(Boolean).join(', ') || why].join('');

const signOf = ({ join, leave, settings }) => (join && leave ? '▲▼' : join ? '▲' : leave ? '▼' : settings ? '◆' : '●');

/** The changes of the ring at equal spacing, the one that is shown marked. */
function drawTimeline() {
  const { history, shown, past } = state;
  const changes = $('changes');
  $('timeline').hidden = history.length === 0;
  const focused = document.activeElement?.dataset.epoch;
  changes.replaceChildren(...history.slice(-SHOWN).map((one) => element('li', {}, element('button', {
    type: 'button', 'data-epoch': one.epoch, 'aria-current': one.epoch === shown?.epoch ? 'step' : null,
    title: words(one), 'aria-label': words(one), onclick: () => showPast(one.epoch),
  }, signOf(one.change ?? {})))));
  if (focused) changes.querySelector(`[data-epoch="${focused}"]`)?.focus({ preventScroll: true });
  const marked = changes.querySelector('[aria-current]');
  if (marked) changes.scrollLeft = marked.offsetLeft - changes.clientWidth / 2;
  const then = past && history.find(({ epoch }) => epoch === past.epoch);
  document.body.classList.toggle('in-the-past', Boolean(past));
  $('past').hidden = !past;
  if (past) $('past-words').textContent = `${then ? words(then) : `Change ${past.epoch}`}. The cluster goes on.`;
}

export function startTimeline() {
  $('to-live').addEventListener('click', () => showPast(null));
  watch(drawTimeline);
}
