import { $, element, renew } from '../lib/dom.js';
import { count, many, start } from '../lib/text.js';
import { SHOWN } from '../model/lookup.js';
import { state, watch } from '../model/state.js';
import { choose, deleteValue, followValues, getValue, loadValues, putValue } from '../model/values.js';
import { noun } from './noun.js';

/** How many copies of a value are on disk: of those that keep it now and, while values move, of those to come. */
function majority(copies, when) {
  const all = copies.filter((one) => one[when]);
  const there = all.filter(({ has }) => has).length;
  return { all, there, needed: Math.floor(all.length / 2) + 1 };
}

function standing({ key, copies }) {
  const old = majority(copies, 'old');
  const words = [element('bdi', {}, start(key, SHOWN)), `: ${old.there} of ${many(old.all.length, 'copy', 'copies')} on disk. A read needs ${old.needed} of `, ...nouns(old.all)];
  if (!copies.some((one) => one.old !== one.next)) return [...words, '.'];
  const next = majority(copies, 'next');
  return [...words, ` and, while values move, ${next.needed} of `, ...nouns(next.all), '.'];
}

const nouns = (all) => all.flatMap(({ id }, i) => [i ? ', ' : '', noun(id)]);

function copyRow({ id, version, deleted, why, has, old, next }, answered) {
  const what = why ? why : version === undefined ? 'has no copy yet' : `${deleted ? 'knows that it is deleted' : has ? 'has it' : 'has an older one'}, version ${version}`;
  const when = old && next ? '' : old ? ' · until the values have moved' : ' · to come';
  return element('li', { 'data-member': id, 'data-has': has, class: answered ? 'answered' : '' }, noun(id), element('span', {}, ` ${what}${when}${answered ? ' · answered' : ''}`));
}

/** Who has the chosen value. */
function drawCopies() {
  const { chosen, told } = state;
  $('value-told').textContent = told ? `${start(told.key, SHOWN)} · ${told.words}` : '';
  $('copies-words').replaceChildren(...(chosen ? standing(chosen) : []));
  $('copies').replaceChildren(...(chosen?.copies ?? []).map((one) => copyRow(one, chosen.majority.includes(one.id))));
}

/** The keys that have values, each of which can be chosen. */
function drawKeys() {
  const { values, chosen } = state;
  if (!values) return;
  const { total, all, lookups } = values;
  const listed = lookups.length < total ? `, the first ${count(lookups.length)} are listed` : '';
  $('values-state').textContent = total === 0 ? 'No key has a value yet. Put one.' : `${all ? '' : 'At least '}${many(total, 'key')} with a value${listed}.`;
  renew($('values'), element('ul', {}, ...lookups.map(({ key }) => element('li', { 'data-key': key }, element('button', {
    type: 'button', 'data-value': key, 'aria-pressed': String(key === chosen?.key), onclick: () => pick(key), onfocus: () => pick(key),
  }, element('bdi', {}, start(key, SHOWN)))))));
}

function pick(key) {
  $('value-key').value = key;
  choose(key).catch(() => {});
}

/** The key that is typed, if there is one. */
const typed = (act) => () => {
  if ($('value-form').reportValidity()) act($('value-key').value.toWellFormed());
};

export function startValues() {
  $('value-form').addEventListener('submit', (event) => {
    event.preventDefault();
    putValue($('value-key').value.toWellFormed(), $('value').value.toWellFormed());
  });
  $('get-value').addEventListener('click', typed(getValue));
  $('delete-value').addEventListener('click', typed(deleteValue));
  $('list-values').addEventListener('click', () => loadValues().catch(() => {}));
  [drawCopies, drawKeys, followValues].forEach(watch);
}
