import { sector } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { move } from '../lib/motion.js';
import { degrees, distance } from '../model/arcs.js';
import { colour, fill } from '../model/marks.js';
import { geometry } from './geometry.js';

/** One path for each way from a member to another; of each arc what is left after a part of it was handed over. */
function paths(arcs, { shown, lanes, toCome }, name, part = 0) {
  const { radii } = geometry(shown, lanes);
  const there = new Set(shown.points.members);
  const { size } = shown.points;
  return [...Map.groupBy(arcs, ({ before, after }) => JSON.stringify([before, after])).values()].map((way) => {
    const [{ before, after }] = way;
    const [holder, other] = toCome ? [before, after] : [after, before];
    const [inner, outer] = radii(there.has(holder) ? holder : other);
    const d = way.map(({ from, to }) => {
      const start = degrees(from, size);
      const width = degrees(distance(from, to, size) || size, size);
      return sector(start, start + width * (1 - part), inner, outer);
    }).join('');
    const path = shape('path', { class: `${name} ${colour(before)}`, 'data-before': before, 'data-after': after, d });
    if (name === 'handover') path.style.fill = fill(before);
    return path;
  });
}

/** Arcs whose values move: outside in the colour of who owns them until the end, inside of who is to. */
function halves(arcs, { points: { size, members }, ...shown }, lanes) {
  const { radii } = geometry({ points: { size, members, points: [] }, ...shown }, lanes);
  const there = new Set(members);
  return arcs.flatMap(({ from, to, before, after }) => {
    const [inner, outer] = radii(there.has(before) ? before : after);
    const start = degrees(from, size);
    const end = start + degrees(distance(from, to, size) || size, size);
    const half = (inner + outer) / 2;
    return [['holding', before, half, outer], ['coming', after, inner, half]].map(([name, id, low, high]) => {
      const path = shape('path', { class: `${name} ${colour(id)}`, 'data-member': id, d: sector(start, end, low, high) });
      path.style.fill = fill(id);
      return path;
    });
  });
}

let swept; // the change whose arcs have gone over

/** The arcs that move or moved; once a change is made, they sweep over to their new owners and stay outlined. */
export function drawMoved(dial, shown, lanes, moves) {
  const { kind, arcs } = moves ?? {};
  const layer = dial.layer('moved');
  dial.svg.classList.toggle('previewing', kind === 'preview' && Boolean(arcs?.length));
  if (!arcs || !shown) return layer.replaceChildren();
  if (kind === 'rebalance') return layer.replaceChildren(...halves(arcs, shown, lanes));
  const scene = { shown, lanes, toCome: kind === 'preview' };
  const outlines = paths(arcs, scene, kind === 'made' ? 'moved' : 'moving');
  if (kind !== 'made' || moves === swept) return layer.replaceChildren(...outlines);
  swept = moves;
  move('handover', 600, (part) => layer.replaceChildren(...outlines, ...(part < 1 ? paths(arcs, scene, 'handover', part) : [])));
}
