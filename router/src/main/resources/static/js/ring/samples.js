import { at, curve } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { degrees, distance, owning } from '../model/arcs.js';
import { colour } from '../model/marks.js';
import { movers } from '../model/samples.js';
import { geometry } from './geometry.js';

/** Keys on the ring, in the colours of their owners; those that move have a halo. */
export function drawSamples(dial, shown, lanes) {
  const layer = dial.layer('samples');
  if (!shown?.lookups?.length) return layer.replaceChildren();
  const { size } = shown.points;
  const { walk } = geometry(shown, lanes);
  const moved = movers(shown);
  const moving = new Set(moved.map(({ key }) => key));
  const dots = shown.lookups.map(({ key, position, owner }) => {
    const [cx, cy] = at(degrees(position, size), lanes ? walk(owner) : 223);
    return shape('circle', { class: `sample ${colour(owner)} ${moving.has(key) ? 'mover' : ''}`, 'data-member': owner, 'data-key': key, cx, cy, r: 3.5 },
      shape('title', {}, `${key}: ${owner}`));
  });
  layer.replaceChildren(...(shown.moves?.kind === 'change' ? moved.flatMap((one) => hops(one, shown)) : []), ...dots);
}

/** From a key clockwise to the point that owned it, and to the one that does. */
function hops({ key, position, owner }, { points, before, moves }) {
  return [[moves.points, before.get(key), 216, 'before'], [points, owner, 211, 'after']]
    .filter(([view]) => view.size === points.size && view.points.length > 0)
    .map(([view, id, radius, when]) => {
      const start = degrees(position, view.size);
      const [to] = view.points[owning(view, position)];
      return shape('path', { class: `hop ${when} ${colour(id)}`, 'data-key': key, 'data-member': id, d: curve(start, start + degrees(distance(position, to, view.size), view.size), radius) },
        shape('title', {}, `${key}: ${before.get(key)} → ${owner}`));
    });
}
