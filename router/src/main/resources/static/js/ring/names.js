import { at } from '../lib/circle.js';
import { shape } from '../lib/dom.js';
import { percent } from '../lib/text.js';
import { arc, degrees } from '../model/arcs.js';
import { colour, fill, hatched, letter } from '../model/marks.js';
import { text } from './dial.js';
import { geometry } from './geometry.js';

const CLEAR = 28; // degrees between a needle and the middle of a name

/** True if the ring has room for little text only. */
export const isSmall = (unit) => unit > 1.4;

/** Dots and badges of few points, names beside their arcs; in lanes the letters. */
export function drawNames(dial, shown, look) {
  const some = shown?.points.points.length > 0;
  const where = some && geometry(shown, look.lanes);
  const few = some && where.single;
  dial.layer('points').replaceChildren(...(few ? shown.points.points.map((_, i) => dot(arc(shown.points, i), shown.points.size, where)) : []));
  dial.layer('names').replaceChildren(...(some && look.lanes ? laneNames(shown, look, where) : few ? names(shown, look) : []));
}

function dot(one, size, { lanes, pitch, point }) {
  const [cx, cy] = at(degrees(one.to, size), point(one.member));
  return shape('circle', { class: `point ${colour(one.member)}`, 'data-member': one.member, cx, cy, r: lanes ? Math.min(10, 0.3 * pitch) : 10 });
}

function mark(id, degree, { down, unit }) {
  const [x, y] = at(degree, 292);
  const away = down.has(id);
  const r = Math.min(13 * unit, 27);
  const disc = shape('circle', { r });
  disc.style.fill = fill(id);
  const hub = hatched(id) && !away;
  return shape('g', { class: `mark ${colour(id)} ${away ? 'down' : ''}`, 'data-member': id, transform: `translate(${x} ${y})` },
    disc, hub ? shape('circle', { r: 0.68 * r, class: 'hub' }) : null,
    text(0, 0, away ? `${letter(id)}✕` : letter(id), hub ? 'letter on-hub' : 'letter'));
}

/** The angle at which a name lies: in the middle of its arc, or of the larger part of it if the needle points there. */
function free(from, width, needle) {
  const before = needle === null ? 0 : (needle - from + 360) % 360;
  if (needle === null || Math.abs(before - width / 2) > CLEAR || before > width) return from + width / 2;
  return before > width / 2 ? from + Math.max(width / 4, before / 2) : from + Math.min((3 * width) / 4, (before + width) / 2);
}

/** Badges outside, and beside each arc that has room its member's name, position and share. */
function names({ points, lookup }, look) {
  const { unit } = look;
  const needle = lookup ? degrees(lookup.position, lookup.size) : null;
  return points.points.flatMap((_, i) => {
    const one = arc(points, i);
    const id = one.member;
    const badge = mark(id, degrees(one.to, points.size), look);
    const width = degrees(one.length, points.size);
    if (one.length === 0 || width < 24 * unit || id.length > 12) return badge;
    const [x, y] = at(free(degrees(one.from, points.size), width, needle), 150);
    const title = `${letter(id)} · ${id}`;
    const line = 9 * Math.max(1, unit);
    const details = `${points.size <= 9999 ? `at ${one.to} · ` : ''}${percent(one.length / points.size)}`;
    return [badge, shape('g', { class: 'name', 'data-member': id, transform: `translate(${x} ${y})` },
      ...(isSmall(unit) ? [text(0, 0, title, 'bold')] : [text(0, -line, title, 'bold'), text(0, line, details)]))];
  });
}

function laneNames({ ring }, { down, unit }, { pitch, radii }) {
  if (pitch / unit < 11) return [];
  return ring.members.map(({ id }) => {
    const [inner, outer] = radii(id);
    return shape('g', { class: `lane-name ${down.has(id) ? 'down' : ''}`, 'data-member': id },
      text(0, -(inner + outer) / 2, down.has(id) ? `${letter(id)}✕` : letter(id)));
  });
}
