import { at } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { degrees } from '../model/arcs.js';
import { colour } from '../model/marks.js';
import { movers } from '../model/samples.js';
import { geometry } from './geometry.js';

/** Keys on the ring, in the colours of their owners; those that move have a halo. */
export function drawSamples(dial, shown, lanes, samples, arcs) {
  const layer = dial.layer('samples');
  if (!samples || !shown || samples.epoch !== shown.ring.epoch) return layer.replaceChildren();
  const { size } = shown.points;
  const { walk } = geometry(shown, lanes);
  const moving = movers(samples, size, arcs);
  layer.replaceChildren(...samples.lookups.map(({ key, position, owner }) => {
    const [cx, cy] = at(degrees(position, size), lanes ? walk(owner) : 223);
    return shape('circle', { class: `sample ${colour(owner)} ${moving.has(key) ? 'mover' : ''}`, 'data-member': owner, 'data-key': key, cx, cy, r: 3.5 },
      shape('title', {}, `${key}: ${owner}`));
  }));
}
