import { angleOf, sector } from '../lib/circle.js';
import { $, shape } from '../lib/dom.js';
import { count, percent } from '../lib/text.js';
import { arc, degrees, owning } from '../model/arcs.js';
import { movers } from '../model/samples.js';
import { say, set, state } from '../model/state.js';
import { noun } from '../panels/noun.js';
import { geometry } from './geometry.js';

/** Grows the arc that is pointed at. */
export function drawPointed(dial, shown, lanes, i) {
  const layer = dial.layer('pointed');
  if (i === null || !shown?.points.points[i]) return layer.replaceChildren();
  const { points } = shown;
  const one = arc(points, i);
  const from = degrees(one.from, points.size);
  const [inner, outer] = geometry(shown, lanes).radii(one.member);
  layer.replaceChildren(shape('path', { class: 'pointed', d: sector(from, from + degrees(one.length, points.size), inner - 3, outer + 3) }));
}

/** The point that owns the place under the pointer, if that is on the ring's band. */
function pointed(event) {
  const box = $('ring').getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * 640 - 320;
  const y = ((event.clientY - box.top) / box.height) * 640 - 320;
  const radius = Math.hypot(x, y);
  const { points } = state;
  if (!points?.points.length || radius < 125 || radius > 280) return null;
  return owning(points, Math.ceil((angleOf(x, y) / 360) * points.size) % points.size);
}

const show = (i) => set({ arc: i, isolated: i === null ? null : state.points.members[state.points.points[i][1]] });

/** Says from where to where an arc goes, and who owns it. */
function extent(one, { size }) {
  const from = (one.from + 1) % size;
  const words = one.length === 1 ? `Position ${count(one.to)}` : `From ${count(from)} to ${count(one.to)}`;
  return [one.length === 0 ? `At ${count(one.to)}, no position of its own: ` : `${words}: `, noun(one.member), one.length ? `, ${percent(one.length / size)} of the ring.` : ''];
}

/** How many sample keys move, if any change is known. */
function moves() {
  const { points, lookups, before, moves: known, sampling } = state;
  const get = { preview: 'would get', rebalance: 'get' }[known?.kind] ?? 'got';
  if (!sampling || !lookups?.length || !(get === 'got' ? before.size : known.arcs)) return ['Point at an arc to see from where to where it goes.'];
  return [`${movers({ points, lookups, before, moves: known }).length} of ${lookups.length} sample keys ${get} another owner.`];
}

export function drawExtent() {
  const { arc: i, points } = state;
  const words = i !== null && points?.points[i] ? extent(arc(points, i), points) : moves();
  $('arc').replaceChildren(...words);
}

function withKeys(event) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const n = state.points?.points.length;
  if (!by || !n) return;
  event.preventDefault();
  event.stopPropagation();
  const next = state.arc === null ? 0 : (state.arc + by + n) % n;
  show(next);
  const one = arc(state.points, next);
  say(`From ${(one.from + 1) % state.points.size} to ${one.to}: ${one.member}`);
}

/** Pointing at an arc, or going to it by the arrow keys, isolates its member. */
export function startPointing() {
  const ring = $('ring');
  ring.addEventListener('pointermove', (event) => show(pointed(event)));
  ring.addEventListener('pointerleave', () => show(null));
  ring.addEventListener('keydown', withKeys);
  ring.addEventListener('blur', () => show(null));
}
