import { sector } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { move } from '../lib/motion.js';
import { degrees, distance } from '../model/arcs.js';
import { colour, fill } from '../model/marks.js';
import { geometry } from './geometry.js';

/** One path for each way from a member to another; of each arc what is left after a part of it was handed over. */
function paths(arcs, { shown, lanes, seen }, name, part = 0) {
  const { radii } = geometry(shown, lanes);
  const there = new Set(shown.points.members);
  const { size } = shown.points;
  return [...Map.groupBy(arcs, ({ before, after }) => JSON.stringify([before, after])).values()].map((way) => {
    const [{ before, after }] = way;
    const [holder, other] = seen ? [before, after] : [after, before];
    const [inner, outer] = radii(there.has(holder) ? holder : other);
    const d = way.map(({ from, to }) => {
      const start = degrees(from, size);
      const width = degrees(distance(from, to, size) || size, size);
      return sector(start, start + width * (1 - part), inner, outer);
    }).join('');
    const path = shape('path', { class: `${name} ${colour(before)}`, d });
    if (name === 'handover') path.style.fill = fill(before);
    return path;
  });
}

let swept; // the change whose arcs have gone over

/** The arcs that would move; once they did, they sweep over to their new owners and stay outlined. */
export function drawMoved(dial, shown, lanes, preview, made) {
  const { arcs } = (preview ?? made)?.moves ?? {};
  const layer = dial.layer('moved');
  dial.svg.classList.toggle('previewing', Boolean(preview && arcs?.length));
  if (!arcs || !shown) return layer.replaceChildren();
  const scene = { shown, lanes, seen: Boolean(preview) };
  const outlines = paths(arcs, scene, preview ? 'moving' : 'moved');
  if (preview || made === swept) return layer.replaceChildren(...outlines);
  swept = made;
  move('handover', 600, (part) => layer.replaceChildren(...outlines, ...(part < 1 ? paths(arcs, scene, 'handover', part) : [])));
}
