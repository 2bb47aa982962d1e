import { shape } from '../lib/dom.js';

const HATCHED = [5, 6, 7, 8, 9];

const hatch = (id, name, width, ...shapes) =>
  shape('pattern', { id, class: name, width, height: width, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, ...shapes);

const ground = (width, d) => [shape('rect', { width, height: width, class: 'ground' }), shape('path', { d, class: 'line' })];

/** What members' shapes are filled with, for all dials of the page. */
export const patterns = () => shape('defs', {},
  ...HATCHED.map((i) => hatch(`hatch-${i}`, `m${i}`, 6, ...ground(6, 'M0 0V6'))),
  hatch('away', 'away', 8, ...ground(8, 'M0 0V8')),
  hatch('moving', 'moving', 9, shape('path', { d: 'M0 0V9M0 0H9', class: 'line' })));

/** The layers of a drawing of a ring, from below to above. */
export function dial(svg) {
  const layers = new Map(['ghost', 'ticks', 'lanes', 'band', 'moved', 'own', 'points', 'pointed', 'samples', 'values', 'carried', 'needle', 'walk', 'names', 'middle']
    .map((name) => [name, svg.appendChild(shape('g', { 'data-layer': name }))]));
  return { svg, layer: (name) => layers.get(name) };
}

export const text = (x, y, words, name) => shape('text', { x, y, class: name }, String(words));
