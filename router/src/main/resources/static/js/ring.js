import { arc, arcsByMember, degrees } from './arcs.js';
import { at, ray, sector } from './circle.js';
import { $, shape } from './dom.js';
import { colour, fill, hatched, letter } from './marks.js';
import { inLanes, member, state } from './state.js';
import { percent } from './words.js';

const BAND = [230, 262];
const LANES = { first: 130, pitch: 36, room: 150 };
const DENSE = 4000; // above so many points their ticks lie on each other
const SINGLE = 24; // up to so many points each has a dot and a badge of its own

const layers = {};

/** The layers of the drawing, from below to above. */
export function layer(name) {
  return (layers[name] ??= $('ring').appendChild(shape('g', { 'data-layer': name })));
}

const hatch = (id, name, width, ...shapes) =>
  shape('pattern', { id, class: name, width, height: width, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, ...shapes);

function patterns() {
  const made = [5, 6, 7, 8, 9].map((i) =>
    hatch(`hatch-${i}`, `m${i}`, 6, shape('rect', { width: 6, height: 6, class: 'ground' }), shape('path', { d: 'M0 0V6', class: 'line' })));
  made.push(hatch('away', 'away', 8, shape('rect', { width: 8, height: 8, class: 'ground' }), shape('path', { d: 'M0 0V8', class: 'line' })));
  made.push(hatch('moving', 'moving', 9, shape('path', { d: 'M0 0V9M0 0H9', class: 'line' })));
  return shape('defs', {}, ...made);
}

/** Makes the layers, and keeps text on the ring at its size on the screen. */
export function startRing() {
  const ring = $('ring');
  ring.append(patterns());
  ['ticks', 'lanes', 'band', 'moved', 'points', 'names', 'walk', 'needle', 'middle'].forEach(layer);
  empty();
  new ResizeObserver(([{ contentRect }]) => {
    const side = Math.min(contentRect.width, contentRect.height);
    if (side === 0) return;
    ring.style.setProperty('--unit', 640 / side);
    state.set({ unit: 640 / side });
  }).observe(ring);
}

/** Whether the ring has room for little text only. */
const small = () => state.unit > 1.4;

/** One path a member; among many arcs a hatched one would look like several. */
const paths = (arcs, radii, size, solid) =>
  [...arcs].map(([id, owned]) => {
    const [inner, outer] = radii(id);
    const path = shape('path', {
      'data-member': id,
      class: `${colour(id)} ${member(id)?.status === 'DOWN' ? 'down' : ''}`,
      d: owned.map((one) => {
        const to = degrees(one.from + one.length, size);
        return sector(degrees(one.from, size), to, inner, outer);
      }).join(''),
    });
    path.style.fill = member(id)?.status === 'DOWN' ? 'url(#away)' : solid ? 'var(--member)' : fill(id);
    return path;
  });

const pitch = () => Math.min(LANES.pitch, LANES.room / state.ring.members.length);

const laneAt = (i) => [LANES.first + i * pitch(), LANES.first + (i + 0.73) * pitch()];

/** The radius within which all lanes lie. */
export const outermost = () => LANES.first + pitch() * state.ring.members.length + 6;

/** Between which radii the arcs of a member lie. */
export const radii = (id) => (inLanes() ? laneAt(state.ring.members.findIndex((one) => one.id === id)) : BAND);

/** The arcs, points and names, as the cluster has them. */
export function drawRing() {
  const { points } = state;
  if (!points?.points.length) return empty();
  const lanes = inLanes();
  const arcs = arcsByMember(points);
  const single = points.points.length <= SINGLE;
  $('ring').classList.toggle('in-lanes', lanes);
  $('ring').classList.toggle('single', single);
  layer('band').replaceChildren(...paths(arcs, () => BAND, points.size, !single));
  layer('lanes').replaceChildren(...(lanes ? [...tracks(), ...paths(arcs, radii, points.size, true)] : []));
  layer('ticks').replaceChildren(...ticks(points, single));
  layer('points').replaceChildren(...(single ? points.points.map((_, i) => dot(arc(points, i), points.size)) : []));
  layer('names').replaceChildren(...(lanes ? laneNames() : single ? names(points) : []));
}

/** Where the ring will be, once there is one. */
function empty() {
  $('ring').classList.remove('in-lanes');
  ['lanes', 'ticks', 'points', 'names'].forEach((name) => layer(name).replaceChildren());
  layer('band').replaceChildren(...BAND.map((r) => shape('circle', { class: 'outline', r })));
}

const tracks = () =>
  state.ring.members.map(({ id }) => {
    const [inner, outer] = radii(id);
    return shape('circle', { class: 'track', r: (inner + outer) / 2, 'stroke-width': outer - inner });
  });

function ticks({ points, size, members }, single) {
  if (points.length > DENSE) return [];
  if (!single) {
    const of = members.map(() => '');
    points.forEach(([position, i]) => { of[i] += ray(degrees(position, size), 266, 276); });
    return of.map((d, i) => shape('path', { d, class: `tick ${colour(members[i])}`, 'data-member': members[i] }));
  }
  const scale = Array.from({ length: 12 }, (_, i) => ray(i * 30, 266, i % 3 ? 272 : 276)).join('');
  // At the sides a name reaches as far as the label.
  const free = (angle) => angle % 180 === 0 || points.every((_, i) => {
    const one = arc({ points, size, members }, i);
    return Math.abs(degrees(one.from + one.length / 2, size) % 360 - angle) > 12;
  });
  const labels = (small() ? [] : [0, 90, 180, 270].filter(free)).map((angle) => {
    const [x, y] = at(angle, 212);
    return text(x, y, size <= 9999 ? Math.round((angle / 360) * size) : `${angle}°`, 'scale');
  });
  return [shape('path', { d: scale, class: 'tick' }), ...labels];
}

function dot(one, size) {
  const [cx, cy] = at(degrees(one.to, size), 246);
  return shape('circle', { class: `point ${colour(one.member)}`, 'data-member': one.member, cx, cy, r: 10 });
}

const text = (x, y, words, name) => shape('text', { x, y, class: name }, String(words));

function mark(id, degree, radius) {
  const [x, y] = at(degree, radius);
  const down = member(id)?.status === 'DOWN';
  const r = Math.min(13 * state.unit, 27);
  const disc = shape('circle', { r });
  disc.style.fill = fill(id);
  const hub = hatched(id) && !down;
  return shape('g', { class: `mark ${colour(id)} ${down ? 'down' : ''}`, 'data-member': id, transform: `translate(${x} ${y})` },
    disc, hub ? shape('circle', { r: 0.68 * r, class: 'hub' }) : null,
    text(0, 0, down ? `${letter(id)}✕` : letter(id), hub ? 'letter on-hub' : 'letter'));
}

/** Badges outside, and beside each arc that has room its member's name, position and share. */
function names(points) {
  const made = [];
  points.points.forEach((_, i) => {
    const one = arc(points, i);
    made.push(mark(one.member, degrees(one.to, points.size), 292));
    const width = degrees(one.length, points.size);
    const id = one.member;
    if (one.length === 0 || width < 24 * state.unit || id.length > 12) return;
    const [x, y] = at(degrees(one.from, points.size) + width / 2, 150);
    const title = `${letter(id)} · ${id}`;
    const line = 9 * Math.max(1, state.unit);
    const details = `${points.size <= 9999 ? `at ${one.to} · ` : ''}${percent(member(id)?.share ?? 0)}`;
    made.push(shape('g', { class: 'name', 'data-member': id, transform: `translate(${x} ${y})` },
      ...(small() ? [text(0, 0, title, 'bold')] : [text(0, -line, title, 'bold'), text(0, line, details)])));
  });
  return made;
}

function laneNames() {
  if (pitch() / state.unit < 11) return [];
  return state.ring.members.map(({ id, status }) => {
    const [inner, outer] = radii(id);
    const down = status === 'DOWN';
    return shape('g', { class: `lane-name ${down ? 'down' : ''}`, 'data-member': id },
      text(0, -(inner + outer) / 2, down ? `${letter(id)}✕` : letter(id)));
  });
}

/** Puts everything that is not of the isolated member into the background. */
export function isolate() {
  const { isolated } = state;
  $('ring').classList.toggle('isolating', isolated !== null);
  for (const one of document.querySelectorAll('[data-member]')) {
    one.classList.toggle('isolated', one.dataset.member === isolated);
  }
}

/** Grows the arc that is pointed at. */
export function drawPointed() {
  const { points, arc: i } = state;
  const old = $('ring').querySelector('.pointed');
  old?.remove();
  if (i === null || !points?.points[i]) return;
  const one = arc(points, i);
  const from = degrees(one.from, points.size);
  const [inner, outer] = radii(one.member);
  layer('points').append(shape('path', { class: 'pointed', d: sector(from, from + degrees(one.length, points.size), inner - 3, outer + 3) }));
}

