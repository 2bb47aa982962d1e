import { at, curve, ray } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { degrees, distance } from '../model/arcs.js';
import { colour } from '../model/marks.js';
import { geometry } from './geometry.js';

const HALF = 4; // of a square's side
const NEAR = 188; // radius of the first link
const APART = 7; // from link to link

const square = (degree, radius, attributes, half = HALF) => {
  const [x, y] = at(degree, radius);
  return shape('rect', { x: x - half, y: y - half, width: 2 * half, height: 2 * half, ...attributes });
};

/** Values are squares at their positions; the chosen one has a link to each member that keeps it. */
export function drawValues(dial, shown, { values, chosen, lanes }) {
  const layer = dial.layer('values');
  if (!values || !shown?.points.points.length) return layer.replaceChildren();
  const { size } = shown.points;
  const where = geometry(shown, lanes);
  const squares = values.lookups.map(({ key, position, owner }) => square(degrees(position, size), lanes ? where.walk(owner) : 212,
    { class: `value ${colour(owner)} ${chosen?.key === key ? 'chosen' : ''}`, 'data-value': key, 'data-member': owner }));
  layer.replaceChildren(...(chosen && chosen.size === size ? chosen.copies.flatMap((copy, i) => link(copy, i, chosen, where)) : []), ...squares);
}

/** From a key clockwise to a member that keeps it: solid if the copy is on disk. A member to come has no point yet. */
function link({ id, has, version, old }, i, { position, size, candidates, majority }, { point }) {
  const start = degrees(position, size);
  const radius = NEAR - i * APART;
  const to = candidates.find(({ member }) => member === id)?.position;
  const turn = to === undefined ? 12 * (i + 1) : degrees(distance(position, to, size), size);
  const name = `${colour(id)} ${has ? 'has' : 'lacks'} ${old ? 'old' : 'next'} ${majority.includes(id) ? 'answered' : ''}`;
  const end = to === undefined ? radius : point(id);
  const words = `${id}: ${version === undefined ? 'no copy' : `version ${version}`}`;
  return [
    shape('path', { class: `link ${name}`, 'data-member': id, d: ray(start, 212, radius) + curve(start, start + turn, radius).replace('M', 'L') + ray(start + turn, radius, end).replace('M', 'L') }, shape('title', {}, words)),
    square(start + turn, end, { class: `copy ${name}`, 'data-member': id }, 6),
  ];
}
