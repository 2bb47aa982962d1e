import { $, element } from './dom.js';
import { state } from './state.js';
import { count, percent } from './words.js';

const COLUMNS = ['Member', 'Position or points', 'Share', 'Weight', 'Status', 'Requests', 'Failures'];

const cells = (one) => [
  one.position === undefined ? `${count(one.points)} points` : `at ${one.position}`,
  percent(one.share), one.weight, one.status, count(one.requests), count(one.failures),
];

/** What the ring shows, as a table. */
export function drawTable() {
  if (!state.ring) return;
  $('ring-table').replaceChildren(
    element('thead', {}, element('tr', {}, ...COLUMNS.map((name) => element('th', { scope: 'col' }, name)))),
    element('tbody', {}, ...state.ring.members.map((one) =>
      element('tr', {}, element('th', { scope: 'row' }, one.id), ...cells(one).map((words) => element('td', {}, String(words)))))));
}

