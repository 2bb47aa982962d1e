import { shape } from '../lib/dom.js';
import { sector } from '../lib/circle.js';
import { arcsByMember, degrees } from '../model/arcs.js';
import { colour, fill } from '../model/marks.js';
import { geometry } from './geometry.js';

/** One path a member; among many arcs a hatched one would look like several. */
const paths = (arcs, radii, size, down, solid) =>
  [...arcs].map(([id, owned]) => {
    const [inner, outer] = radii(id);
    const path = shape('path', {
      'data-member': id,
      class: `${colour(id)} ${down.has(id) ? 'down' : ''}`,
      d: owned.map((one) => {
        const from = degrees(one.from, size);
        return sector(from, from + degrees(one.length, size), inner, outer);
      }).join(''),
    });
    path.style.fill = down.has(id) ? 'url(#away)' : solid ? 'var(--member)' : fill(id);
    return path;
  });

const tracks = (lane) => lane.map((r) => shape('circle', { class: 'track', r }));

/** Around a ring of the past a thin one: the present. */
export function drawGhost(dial, past, live) {
  const none = new Set();
  dial.layer('ghost').replaceChildren(...(past && live.points.points.length > 0
    ? paths(arcsByMember(live.points), () => [265, 271], live.points.size, none, true) : []));
}

/** Which positions each member owns. Before there are points: where the ring will be. */
export function drawBand(dial, shown, { down, lanes }) {
  const some = shown?.points.points.length > 0;
  const { band, single, radii } = some ? geometry(shown, lanes) : {};
  dial.svg.classList.toggle('in-lanes', Boolean(some && lanes));
  dial.svg.classList.toggle('single', Boolean(single));
  if (!some) {
    dial.layer('lanes').replaceChildren();
    return dial.layer('band').replaceChildren(...[230, 262].map((r) => shape('circle', { class: 'outline', r })));
  }
  const { ring, points } = shown;
  const arcs = arcsByMember(points);
  dial.layer('band').replaceChildren(...paths(arcs, () => band, points.size, down, !single));
  dial.layer('lanes').replaceChildren(...(lanes
    ? [...ring.members.flatMap(({ id }) => tracks(radii(id))), ...paths(arcs, radii, points.size, down, true)] : []));
}
