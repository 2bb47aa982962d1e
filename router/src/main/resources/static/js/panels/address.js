import { LESSONS } from '../model/lessons/lessons.js';
import { set, state } from '../model/state.js';

const parameters = new URLSearchParams(location.search);

/** Takes key, step and view from the address. */
export function takeAddress() {
  const step = Number(parameters.get('step'));
  set({
    key: parameters.get('key') || history.state?.key || state.key,
    step: step >= 1 && step <= 7 ? Math.floor(step) : state.step,
    lesson: LESSONS[parameters.get('lesson') - 1] ? Number(parameters.get('lesson')) : null,
    view: ['lanes', 'band'].find((view) => view === parameters.get('view')) ?? null,
  });
}

/** The epoch of the address; none: the present. */
export const givenEpoch = () => (/^\d+$/.test(parameters.get('epoch') ?? '') ? Number(parameters.get('epoch')) : null);

/** What to say if the address was made on another ring. */
export function otherPlacement() {
  const placement = parameters.get('placement');
  const now = state.ring.settings.placement;
  return placement && placement !== now ? `This address was made in ${placement} placement; the ring is in ${now} now.` : null;
}

let due;

const LONGEST = 6000; // an address that is longer may be refused

/** Keeps the address at what the page shows; browsers allow few changes a second. */
export function keepAddress() {
  const { key, step, view, ring, past, lesson } = state;
  const now = new URLSearchParams({ key, step });
  const long = now.toString().length > LONGEST;
  if (long) now.delete('key');
  if (ring) now.set('placement', ring.settings.placement);
  if (view) now.set('view', view);
  if (past) now.set('epoch', past.epoch);
  if (lesson) now.set('lesson', lesson);
  clearTimeout(due);
  due = setTimeout(() => history.replaceState(long ? { key } : null, '', `?${now}`), 200);
}
