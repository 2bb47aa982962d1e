import { arc, owning } from './arcs.js';
import { angleOf } from './circle.js';
import { $, say } from './dom.js';
import { noun } from './marks.js';
import { state } from './state.js';
import { count, percent } from './words.js';

const isolate = (id) => state.set({ isolated: id });

const idAt = (target) => target.closest?.('[data-member]')?.dataset.member ?? null;

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

const show = (i) => state.set({ arc: i, isolated: i === null ? null : state.points.members[state.points.points[i][1]] });

/** Says from where to where an arc goes, and who owns it. */
function words(one) {
  const from = (one.from + 1) % state.points.size;
  const extent = one.length === 1 ? `Position ${count(one.to)}` : `From ${count(from)} to ${count(one.to)}`;
  return [one.length === 0 ? `At ${count(one.to)}, no position of its own: ` : `${extent}: `, noun(one.member), one.length ? `, ${percent(one.length / state.points.size)} of the ring.` : ''];
}

export function drawArc() {
  const { arc: i, points } = state;
  const one = i !== null && points?.points[i] ? arc(points, i) : null;
  $('arc').replaceChildren(...(one ? words(one) : ['Point at an arc to see from where to where it goes.']));
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

/** Hovering or focusing isolates a member, on the ring and wherever else it is named. */
export function startPointing() {
  const ring = $('ring');
  ring.addEventListener('pointermove', (event) => show(pointed(event)));
  ring.addEventListener('pointerleave', () => show(null));
  ring.addEventListener('keydown', withKeys);
  ring.addEventListener('blur', () => show(null));
  for (const list of [$('members'), $('bars')]) {
    list.addEventListener('pointerover', ({ target }) => isolate(idAt(target)));
    list.addEventListener('pointerleave', () => isolate(null));
    list.addEventListener('focusin', ({ target }) => isolate(idAt(target)));
    list.addEventListener('focusout', () => isolate(null));
  }
}
