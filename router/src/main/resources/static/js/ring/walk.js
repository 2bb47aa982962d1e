import { at, curve, ray, sector } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { move } from '../lib/motion.js';
import { arc, degrees } from '../model/arcs.js';
import { colour, fill } from '../model/marks.js';
import { walk } from '../model/walk.js';
import { geometry } from './geometry.js';

const NEEDLE = 400; // milliseconds; the walk begins after it

let turned = 0;
let walkedTo = '';

/** The needle turns to the key; then a dot walks on to the member that answers. */
export function drawWalk(dial, shown, answer, step, lanes) {
  const needle = dial.layer('needle');
  const way = dial.layer('walk');
  const visible = shown?.lookup && step >= 5;
  needle.replaceChildren();
  dial.layer('own').replaceChildren();
  if (!visible || step < 6) {
    way.replaceChildren();
    walkedTo = '';
  }
  if (!visible) {
    turned = 0;
    return needle.removeAttribute('data-degrees');
  }
  const where = geometry(shown, lanes);
  const now = walk(shown, answer);
  const angle = degrees(shown.lookup.position, shown.lookup.size);
  needle.setAttribute('data-degrees', angle);
  const hand = shape('g', {}, shape('path', { d: `M0 -104V-${where.needle}` }),
    shape('circle', { cy: -(lanes ? where.walk(now.target.member) : 214), r: 7 }));
  needle.append(hand);
  const before = turned;
  turned = angle;
  const turns = before === angle ? 0 : NEEDLE;
  move('needle', turns, (part) => hand.setAttribute('transform', `rotate(${before + (angle - before) * part})`));
  if (step >= 6) drawWay(way, dial.layer('own'), shown, now, where, turns);
}

/** The arc whose point the walk ends in. */
function ownArc({ points }, { member, position }, { radii }) {
  const i = points.points.findIndex(([to, index]) => to === position && points.members[index] === member);
  const { from, length } = arc(points, i);
  const start = degrees(from, points.size);
  return shape('path', { class: 'owning', d: sector(start, start + degrees(length, points.size), ...radii(member)) });
}

function drawWay(layer, own, shown, { passed, target, steps }, where, after) {
  const { lookup } = shown;
  const radius = where.walk(target.member);
  const end = where.point(target.member);
  const angle = degrees(lookup.position, lookup.size);
  const turn = degrees(steps, lookup.size);
  const line = shape('path', { class: 'way' });
  const dot = shape('circle', { class: `walker ${colour(target.member)}`, r: 8 });
  dot.style.fill = fill(target.member);
  const crosses = passed.map(({ position }) => {
    const [x, y] = at(degrees(position, lookup.size), radius);
    return shape('text', { x, y, class: 'cross' }, '✕');
  });
  const owning = shape('circle', { class: `owning ${colour(target.member)}`, 'data-member': target.member, r: 13 });
  const draw = (part) => {
    const there = angle + turn * part;
    const [x, y] = at(there, part < 1 ? radius : end);
    line.setAttribute('d', curve(angle, there, radius) + (part < 1 ? '' : ray(there, radius, end).replace('M', 'L')));
    [dot, owning].forEach((one) => one.setAttribute('transform', `translate(${x} ${y})`));
    layer.replaceChildren(line, ...crosses, ...(part < 1 ? [] : [owning]), dot);
    if (part === 1) own.replaceChildren(ownArc(shown, target, where));
  };
  layer.replaceChildren();
  const now = `${lookup.key} ${angle} ${turn} ${radius} ${target.member}`;
  if (now === walkedTo) draw(1);
  else move('walk', Math.min(900, 300 + 2 * turn), draw, after);
  walkedTo = now;
}
