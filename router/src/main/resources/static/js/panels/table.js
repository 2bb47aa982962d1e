import { $, element } from '../lib/dom.js';
import { count, many, percent } from '../lib/text.js';
import { state } from '../model/state.js';
import { MEANINGS } from '../model/words.js';

const COLUMNS = ['Member', 'Position or points', 'Share', 'Weight', 'Status', 'Requests', 'Failures'];

const cells = (one, { status, requests, failures }) => [
  one.position === undefined ? many(one.points, 'point') : `at ${one.position}`,
  percent(one.share), one.weight, status ?? '—', ...[requests, failures].map((number) => (number === undefined ? '—' : count(number))),
];

/** What the ring shows, as a table. */
export function drawTable() {
  const { ring, vitals, past } = state;
  if (!past && !ring?.members.every(({ id }) => vitals.has(id))) return;
  $('ring-table').replaceChildren(
    element('thead', {}, element('tr', {}, ...COLUMNS.map((name) => element('th', { scope: 'col', title: MEANINGS[name.split(' ')[0].toLowerCase()] }, name)))),
    element('tbody', {}, ...ring.members.map((one) =>
      element('tr', {}, element('th', { scope: 'row' }, one.id), ...cells(one, past ? {} : vitals.get(one.id)).map((words) => element('td', {}, String(words)))))));
}

