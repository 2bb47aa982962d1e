import { $, shape } from '../lib/dom.js';
import { arc, degrees, distance, owning } from '../model/arcs.js';
import { colour, fill } from '../model/marks.js';
import { state, watch } from '../model/state.js';

const SPAN = 7.2; // degrees
const HEIGHT = 44;
const FINEST = 56; // between two names, in pixels

let centre = null; // in degrees; the key that was looked up until it is dragged
let centred;

const middle = () => centre ?? (state.lookup ? degrees(state.lookup.position, state.lookup.size) : 0);

const turn = (angle) => ((angle % 360) + 360) % 360;

/** A slice of a ring that is too dense to read, unrolled. */
function drawMagnifier() {
  const { points, lookup, unit } = state;
  if (lookup !== centred) centre = null;
  centred = lookup;
  $('slice').hidden = !points || points.points.length <= 200;
  if ($('slice').hidden) return;
  const view = $('magnifier');
  const width = view.clientWidth || 640 / unit;
  view.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  const left = turn(middle() - SPAN / 2);
  const start = (left / 360) * points.size;
  const room = (SPAN / 360) * points.size;
  const x = (passed) => (passed / room) * width;
  const made = [];
  let named = -FINEST;
  const first = owning(points, Math.ceil(start) % points.size);
  for (let k = 0, from = 0; k < points.points.length && from < room; k++) {
    const i = (first + k) % points.points.length;
    const one = arc(points, i);
    const to = distance(start, one.to, points.size);
    const end = to < from ? room : Math.min(to, room);
    made.push(piece(one.member, x(from), x(end)));
    const place = Math.min(width - FINEST / 2, Math.max(FINEST / 2, x(end)));
    if (end < room && place - named >= FINEST) {
      named = place;
      made.push(name(one, x(end), place));
    }
    from = end;
  }
  if (lookup) {
    const key = distance(start, lookup.position, points.size);
    if (key < room) made.push(shape('path', { class: 'key', d: `M${x(key)} 0V27` }));
  }
  view.replaceChildren(...made);
  const angle = turn(middle());
  view.setAttribute('aria-valuenow', angle.toFixed(1));
  view.setAttribute('aria-valuetext', `${SPAN} degrees around ${angle.toFixed(1)}`);
}

function piece(id, from, to) {
  const made = shape('rect', { x: from, y: 0, width: Math.max(0.5, to - from), height: 24, class: colour(id), 'data-member': id });
  made.style.fill = fill(id);
  return made;
}

const name = ({ member }, x, place) =>
  shape('g', {}, shape('path', { class: 'tick', d: `M${x} 24v5` }),
    shape('text', { x: place, y: 41, 'text-anchor': 'middle' }, member.length > 8 ? `${member.slice(0, 7)}…` : member));

function go(angle) {
  centre = turn(angle);
  drawMagnifier();
}

/** Dragging or the arrow keys turn the slice; another key brings it back to that key. */
export function startMagnifier() {
  watch(drawMagnifier);
  const view = $('magnifier');
  view.addEventListener('pointerdown', (down) => {
    view.setPointerCapture(down.pointerId);
    const from = middle();
    const drag = ({ clientX }) => go(from - ((clientX - down.clientX) / view.clientWidth) * SPAN);
    view.addEventListener('pointermove', drag);
    view.addEventListener('lostpointercapture', () => view.removeEventListener('pointermove', drag), { once: true });
  });
  view.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -0.5, ArrowRight: 0.5, PageDown: -SPAN, PageUp: SPAN }[event.key];
    if (event.key === 'Home') centre = null;
    else if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    go(middle() + (by ?? 0));
  });
}
