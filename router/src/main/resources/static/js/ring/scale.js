import { at, ray } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { arc, degrees } from '../model/arcs.js';
import { colour } from '../model/marks.js';
import { text } from './dial.js';
import { geometry } from './geometry.js';
import { isSmall } from './names.js';

const DENSE = 4000; // above so many points their ticks lie on each other

/** Ticks: at each of many points, or else each 30 degrees, with positions where they hide no name. */
export function drawScale(dial, shown, { lanes, unit }) {
  const some = shown?.points.points.length > 0;
  dial.layer('ticks').replaceChildren(...(!some ? [] : geometry(shown, lanes).single ? scale(shown.points, unit) : ticks(shown.points)));
}

function ticks({ points, size, members }) {
  if (points.length > DENSE) return [];
  const of = members.map(() => '');
  points.forEach(([position, i]) => { of[i] += ray(degrees(position, size), 266, 276); });
  return of.map((d, i) => shape('path', { d, class: `tick ${colour(members[i])}`, 'data-member': members[i] }));
}

function scale(points, unit) {
  const { size } = points;
  const lines = Array.from({ length: 12 }, (_, i) => ray(i * 30, 266, i % 3 ? 272 : 276)).join('');
  // At the sides a name reaches as far as the label.
  const free = (angle) => angle % 180 === 0 || points.points.every((_, i) => {
    const one = arc(points, i);
    return Math.abs(degrees(one.from + one.length / 2, size) % 360 - angle) > 12;
  });
  const labels = (isSmall(unit) ? [] : [0, 90, 180, 270].filter(free)).map((angle) => {
    const [x, y] = at(angle, angle % 180 === 0 ? 206 : 198); // at the sides text is wide, and would touch the samples
    return text(x, y, size <= 9999 ? Math.round((angle / 360) * size) : `${angle}°`, 'scale');
  });
  return [shape('path', { d: lines, class: 'tick' }), ...labels];
}
