import { at } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { move } from '../lib/motion.js';
import { degrees, distance } from '../model/arcs.js';
import { colour } from '../model/marks.js';
import { geometry } from './geometry.js';

const MOST = 12; // squares at once, for any number of values
const TIME = 450; // milliseconds, less than from one count to the next

let carried = 0;

/** As the count of moved values grows, squares travel along the arcs that move. */
export function drawCarried(dial, shown, rebalance, handing, lanes) {
  const layer = dial.layer('carried');
  const more = (rebalance?.keysDone ?? 0) - carried;
  carried = rebalance?.keysDone ?? 0;
  if (!handing?.arcs?.length || !shown || more <= 0) return layer.replaceChildren();
  const { size } = shown.points;
  const { point } = geometry(shown, lanes);
  const there = new Set(shown.points.members);
  const squares = Array.from({ length: Math.min(more, MOST) }, (_, i) => {
    const { from, to, before, after } = handing.arcs[i % handing.arcs.length];
    const made = shape('rect', { x: -4, y: -4, width: 8, height: 8, class: `value ${colour(after)}` });
    return { made, from: degrees(from, size), turn: degrees(distance(from, to, size) || size, size), late: i / MOST, radius: point(there.has(before) ? before : after) };
  });
  layer.replaceChildren(...squares.map(({ made }) => made));
  move('carried', TIME, (part) => {
    for (const { made, from, turn, late, radius } of squares) {
      const [x, y] = at(from + turn * Math.max(0, 1 - (part + late) % 1), radius);
      made.setAttribute('transform', `translate(${x} ${y})`);
    }
    if (part === 1) layer.replaceChildren();
  });
}
