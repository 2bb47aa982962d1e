import { degrees, distance, pointsBefore } from './arcs.js';
import { at, curve } from './circle.js';
import { shape } from './dom.js';
import { colour, fill } from './marks.js';
import { move } from './motion.js';
import { layer, outermost } from './ring.js';
import { currentAnswer, inLanes, member, state } from './state.js';
import { start } from './words.js';

/** How far the walk of a key goes, whom it meets, and who answers. */
export function walked() {
  const { lookup, points } = state;
  const answering = lookup.candidates.findIndex(({ member: id }) => id === currentAnswer()?.member);
  const end = Math.max(0, answering);
  const target = lookup.candidates[end];
  const steps = distance(lookup.position, target.position, lookup.size);
  return {
    passed: lookup.candidates.slice(0, end),
    target,
    steps,
    points: pointsBefore(points, lookup.position, target.position),
    wraps: lookup.position + steps >= lookup.size,
  };
}

const fits = () => state.lookup && state.points && state.lookup.size === state.points.size;

let turned = 0;
let walkedTo = '';

/** The needle turns to the key, then a dot walks on to the member that answers. */
export function drawWalk() {
  const needle = layer('needle');
  const walk = layer('walk');
  const shown = fits() && state.step >= 5;
  needle.replaceChildren();
  if (!shown || state.step < 6) {
    walk.replaceChildren();
    walkedTo = '';
  }
  if (!shown) {
    turned = 0;
    needle.removeAttribute('data-degrees');
    return;
  }
  const angle = degrees(state.lookup.position, state.lookup.size);
  needle.setAttribute('data-degrees', angle);
  const far = inLanes() ? outermost() : 226;
  const hand = shape('g', {}, shape('path', { d: `M0 -104V-${far}` }), shape('circle', { cy: -214, r: 7 }));
  needle.append(hand);
  const before = turned;
  turned = angle;
  move('needle', before === angle ? 0 : 400, (part) => hand.setAttribute('transform', `rotate(${before + (angle - before) * part})`));
  if (state.step >= 6) drawWay(walk, angle);
}

function drawWay(walk, angle) {
  const { passed, target, steps } = walked();
  const radius = inLanes() ? 118 : 196;
  const turn = degrees(steps, state.lookup.size);
  const line = shape('path', { class: 'way' });
  const dot = shape('circle', { class: `walker ${colour(target.member)}`, r: 8 });
  dot.style.fill = fill(target.member);
  const crosses = passed.map(({ position }) => {
    const [x, y] = at(degrees(position, state.lookup.size), radius);
    return shape('text', { x, y, class: 'cross' }, '✕');
  });
  walk.replaceChildren(line, ...crosses, dot);
  const draw = (part) => {
    const [x, y] = at(angle + turn * part, radius);
    line.setAttribute('d', curve(angle, angle + turn * part, radius));
    dot.setAttribute('transform', `translate(${x} ${y})`);
  };
  const now = `${state.lookup.key} ${angle} ${turn} ${radius}`;
  if (now === walkedTo) draw(1);
  else move('walk', Math.min(900, 300 + 2 * turn), draw);
  walkedTo = now;
}

/** What the middle of the ring says. */
export function drawMiddle() {
  const { lookup, points, step } = state;
  const middle = layer('middle');
  const lines = [];
  if (points && points.points.length === 0) lines.push(['headline', 'No members']);
  else if (fits() && step >= 4) {
    lines.push(['', start(lookup.key, 14)]);
    lines.push([lookup.size > 9999 ? 'headline long' : 'headline', lookup.position]);
    lines.push(['', step < 6 ? `of ${points.members.length} members` : answering(lookup)]);
  } else if (points) lines.push(['headline', points.members.length], ['', points.members.length === 1 ? 'member' : 'members']);
  middle.replaceChildren(...lines.map(([name, words], i) =>
    shape('text', { class: name, y: (i - (lines.length - 1) / 2) * 25 * Math.max(1, state.unit) ** 0.5 }, String(words))));
}

function answering({ owner }) {
  const id = (state.step === 7 && currentAnswer()?.member) || owner;
  return `${start(id, 14)}${member(id)?.status === 'DOWN' ? ' ✕' : ''}`;
}
