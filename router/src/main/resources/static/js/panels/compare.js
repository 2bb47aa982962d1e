import { at } from '../lib/circle.js';
import { $, element, renew, shape } from '../lib/dom.js';
import { many, percent, time } from '../lib/text.js';
import { degrees } from '../model/arcs.js';
import { refused } from '../model/changes.js';
import { compare, measure } from '../model/compare.js';
import { owners } from '../model/samples.js';
import { set, state, watch } from '../model/state.js';
import { drawBand } from '../ring/band.js';
import { dial } from '../ring/dial.js';
import { drawNames } from '../ring/names.js';
import { drawSamples } from '../ring/samples.js';

const APART = 680; // between the middles of the two rings
const NOTHING = new Set();

let dials;

/** Where a key lies on the pair's drawing. */
function place({ position }, { points }, i) {
  const [x, y] = at(degrees(position, points.size), 223);
  return `${x + i * APART} ${y}`;
}

/** Two rings over the same keys; a line joins a key that moves. */
function drawPair() {
  const { pair, side } = state;
  $('pair').toggleAttribute('hidden', !pair);
  if (!pair) return;
  const [before, after] = pair.map(({ lookups }) => new Map(lookups.map((one) => [one.key, one])));
  const moved = [...after.keys()].filter((key) => before.has(key) && before.get(key).owner !== after.get(key).owner);
  pair.forEach((one, i) => {
    const look = { lanes: false, down: NOTHING, unit: 1.5 };
    drawBand(dials[i], one, look);
    drawNames(dials[i], { ...one, lookup: null }, look);
    drawSamples(dials[i], { ...one, before: owners(pair[1 - i].lookups) }, false);
  });
  $('movers').replaceChildren(...moved.map((key) =>
    shape('path', { class: 'hop', 'data-key': key, d: `M${place(before.get(key), pair[0], 0)}L${place(after.get(key), pair[1], 1)}` })));
  const narrow = matchMedia('(max-width: 599px)').matches;
  $('sides').hidden = !narrow;
  $('pair').setAttribute('viewBox', narrow ? `${side * APART - 320} -320 640 640` : `-320 -320 ${APART + 640} 640`);
  [...$('sides').children].forEach((button, i) => button.setAttribute('aria-pressed', String(i === side)));
  $('pair-words').textContent = `Then: change ${pair[0].epoch}. Now: change ${pair[1].epoch}. ${moved.length} of ${many(after.size, 'sample key')} have another owner.`;
}

/** Which changes and events there are to choose from. */
function drawChoices() {
  const { history, live } = state;
  if (!live) return;
  const earlier = history.filter(({ epoch }) => epoch < live.epoch).slice(-100).reverse();
  choices('then', earlier.map(({ epoch, time: when }) => [epoch, `change ${epoch}, ${time(when)}`]));
  const events = [['join', 'a member joins'], ...live.ring.members.map(({ id }) => [`leave:${id}`, `${id} leaves`])];
  choices('event', events);
}

// Made in a div, since a select would choose its first option at once.
const choices = (id, all) => renew($(id), element('div', {}, ...all.map(([value, words]) => element('option', { value, 'data-key': value }, words))));

const COLUMNS = ['Placement', 'Largest over mean', 'Moved', 'Moved between members that stay'];

/** All placements on the same keys. */
function drawComparison() {
  const { comparison } = state;
  if (!comparison) return;
  const { keys, placements } = comparison;
  $('comparison').replaceChildren(
    element('thead', {}, element('tr', {}, ...COLUMNS.map((name) => element('th', { scope: 'col' }, name)))),
    element('tbody', {}, ...placements.map((one) => element('tr', { 'data-placement': one.placement }, element('th', { scope: 'row' }, one.placement),
      ...[one.largestOverMean.toFixed(2), percent(one.moved / keys), percent(one.movedBetweenStaying / keys)].map((words) => element('td', {}, words))))));
}

const orSay = (promise) => promise.catch(refused);

export function startCompare() {
  const rings = [0, 1].map((i) => $('pair').appendChild(shape('g', { transform: `translate(${i * APART} 0)` })));
  dials = rings.map(dial);
  $('pair').append(shape('g', { id: 'movers' }));
  [drawChoices, drawPair, drawComparison].forEach(watch);
  $('compare').addEventListener('submit', (event) => {
    event.preventDefault();
    if ($('then').value) orSay(compare(Number($('then').value)));
    orSay(measure($('event').value));
  });
  [...$('sides').children].forEach((button, side) => button.addEventListener('click', () => set({ side })));
  matchMedia('(max-width: 599px)').addEventListener('change', drawPair);
}
