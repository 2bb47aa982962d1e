import { $ } from '../lib/dom.js';
import { set, state, watch } from '../model/state.js';
import { drawBand, drawGhost } from './band.js';
import { drawCarried } from './carried.js';
import { dial, patterns } from './dial.js';
import { drawMiddle } from './middle.js';
import { drawMoved } from './moved.js';
import { drawNames } from './names.js';
import { drawExtent, drawPointed } from './pointing.js';
import { drawSamples } from './samples.js';
import { drawScale } from './scale.js';
import { drawValues } from './values.js';
import { drawWalk } from './walk.js';

/** What is shown of the ring itself: it stays while keys are looked up. */
const still = () => (state.ring ? { ring: state.ring, points: state.points } : null);

/** What moves; of the past only while that is asked for. */
const moves = () => (state.past && !state.whatChanged ? null : state.moves);

/** Values are those of the present ring. */
const valuesInView = () => ({ values: state.past || state.panel !== 'values' ? null : state.values, chosen: state.chosen, lanes: state.lanes });

const withSamples = () => (state.ring ? { ...still(), lookups: state.lookups, before: state.before, moves: moves() } : null);

const nothing = new Set();

/** Which members answered in the past is not known. */
const look = () => ({ down: state.past ? nothing : state.down, lanes: state.lanes, unit: state.unit });

/** Draws the ring, a layer each, and keeps text on it at its size on the screen. */
export function startRing() {
  const svg = $('ring');
  svg.append(patterns());
  const ring = dial(svg);
  watch(() => drawBand(ring, still(), look()));
  watch(() => drawGhost(ring, state.past, state.live));
  watch(() => drawScale(ring, still(), look()));
  watch(() => drawNames(ring, state.shown, look()));
  watch(() => drawPointed(ring, still(), state.lanes, state.arc));
  watch(() => drawMoved(ring, still(), state.lanes, moves()));
  watch(() => drawWalk(ring, state.shown, state.currentAnswer, state.step, state.lanes));
  watch(() => drawMiddle(ring, state.shown, state.currentAnswer, state.step, look()));
  watch(() => drawSamples(ring, state.sampling ? withSamples() : null, state.lanes));
  watch(() => drawValues(ring, still(), valuesInView()));
  watch(() => drawCarried(ring, still(), state.rebalance, state.handing, state.lanes));
  watch(drawExtent);
  new ResizeObserver(([{ contentRect }]) => {
    const side = Math.min(contentRect.width, contentRect.height);
    if (side === 0) return;
    svg.style.setProperty('--unit', 640 / side);
    set({ unit: 640 / side });
  }).observe(svg);
}
