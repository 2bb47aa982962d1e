import { at, curve } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { move } from '../lib/motion.js';
import { degrees } from '../model/arcs.js';
import { colour, fill } from '../model/marks.js';
import { walk } from '../model/walk.js';
import { geometry } from './geometry.js';

const NEEDLE = 400; // milliseconds

let turned = 0;
let walkedTo = '';

/** The needle turns to the key; then a dot walks on to the member that answers. */
export function drawWalk(dial, shown, answer, step, lanes) {
  const needle = dial.layer('needle');
  const way = dial.layer('walk');
  const visible = shown?.lookup && step >= 5;
  needle.replaceChildren();
  if (!visible || step < 6) {
    way.replaceChildren();
    walkedTo = '';
  }
  if (!visible) {
    turned = 0;
    return needle.removeAttribute('data-degrees');
  }
  const { needle: far, walk: radius } = geometry(shown, lanes);
  const angle = degrees(shown.lookup.position, shown.lookup.size);
  needle.setAttribute('data-degrees', angle);
  const hand = shape('g', {}, shape('path', { d: `M0 -104V-${far}` }), shape('circle', { cy: -214, r: 7 }));
  needle.append(hand);
  const before = turned;
  turned = angle;
  move('needle', before === angle ? 0 : NEEDLE, (part) => hand.setAttribute('transform', `rotate(${before + (angle - before) * part})`));
  if (step >= 6) drawWay(way, shown, walk(shown, answer), radius);
}

function drawWay(layer, { lookup }, { passed, target, steps }, radius) {
  const angle = degrees(lookup.position, lookup.size);
  const turn = degrees(steps, lookup.size);
  const line = shape('path', { class: 'way' });
  const dot = shape('circle', { class: `walker ${colour(target.member)}`, r: 8 });
  dot.style.fill = fill(target.member);
  const crosses = passed.map(({ position }) => {
    const [x, y] = at(degrees(position, lookup.size), radius);
    return shape('text', { x, y, class: 'cross' }, '✕');
  });
  layer.replaceChildren(line, ...crosses, dot);
  const draw = (part) => {
    const [x, y] = at(angle + turn * part, radius);
    line.setAttribute('d', curve(angle, angle + turn * part, radius));
    dot.setAttribute('transform', `translate(${x} ${y})`);
  };
  const now = `${lookup.key} ${angle} ${turn} ${radius}`;
  if (now === walkedTo) draw(1);
  else move('walk', Math.min(900, 300 + 2 * turn), draw);
  walkedTo = now;
}
