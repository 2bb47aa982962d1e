import { say, set, state } from '../state.js';
import { heldToken } from '../token.js';
import { findDebts, leave, settle } from './debts.js';
import { LESSONS } from './lessons.js';

const KEPT = 'ring-lessons'; // in this tab: the guesses of the lessons that were measured

const RESTORED = 'The cluster is as before.';

let running = null;
let work = null; // what the lesson is doing

/** The number of the lesson that is shown. */
export const number = () => state.lesson ?? 1;

/** The lesson that is shown. */
export const lesson = () => LESSONS[number() - 1];

const fresh = () => ({ stage: 'guess', guess: null, trouble: null });

/** Undoes what lessons did to the cluster. */
export async function restore() {
  if (state.settling) return;
  set({ settling: true });
  try {
    await work?.catch(() => {}); // what has begun ends first
    await settle();
    set({ course: { ...state.course, doing: RESTORED } });
    say(RESTORED);
  } catch (refusal) {
    findDebts();
    set({ course: { ...state.course, trouble: refusal.message } });
    say(refusal.message);
  } finally {
    set({ settling: false });
  }
}

/** Ends what the lesson does, and undoes what it did. */
export function stop() {
  running?.abort();
  running = null;
  set({ course: fresh() });
  if (state.owed.length > 0 && (heldToken() || !state.local)) restore();
}

/** Shows a lesson. */
export function openLesson(wanted) {
  stop();
  set({ lesson: wanted });
  say(`Lesson ${wanted} of ${LESSONS.length}: ${lesson().title}. ${lesson().question()}`);
}

export const guess = (value) => state.course.stage === 'guess' && set({ course: { ...state.course, guess: value }, lesson: number() });

/** What an answer, guessed or measured, is in words. */
export const inWords = ({ guess: { choices, words } }, value) => (choices ? choices.find(([one]) => one === value)[1] : words(value));

/** Measures, and puts what came of it beside the guess. */
export async function measure() {
  const { guess: guessed } = state.course;
  if (state.course.stage !== 'guess' || guessed === null) return;
  const now = lesson();
  const run = running = new AbortController();
  const tell = (doing, command = '') => !run.signal.aborted && set({ course: { ...state.course, doing, command } });
  set({ course: { ...state.course, stage: 'measuring', question: now.question(), trouble: null } });
  try {
    work = now.measure({ signal: run.signal, tell });
    const result = await work;
    if (run.signal.aborted) return;
    if (!result) {
      stop();
      return guess(guessed);
    }
    set({ course: { ...state.course, stage: 'measured', result, doing: '', command: '' }, progress: { ...state.progress, [number()]: guessed } });
    sessionStorage.setItem(KEPT, JSON.stringify(state.progress));
    say(`Your guess: ${inWords(now, guessed)}. Measured: ${result.words ?? inWords(now, result.value)}. ${result.sentence}`);
    if (!state.local && state.owed.some(({ stopped }) => stopped)) restore(); // as soon as it has been started
  } catch (failure) {
    if (run.signal.aborted) return;
    stop();
    const trouble = failure.status ? failure.message : 'The router does not answer.';
    set({ course: { ...state.course, trouble } });
    say(trouble);
  }
}

let madeUp = false;

/** Undoes what a page before this one left, once the ring is known, and the first key was answered. */
export function makeUp() {
  if (madeUp || state.link !== 'live' || (!state.answer && state.ring.members.length > 0)) return;
  madeUp = true;
  if (state.owed.length === 0) return;
  if (heldToken()) restore();
  else set({ trouble: 'A lesson was left in the middle. Open Lessons and press Restore.' });
}

/** Goes on where this tab was. */
export function startCourse() {
  set({ progress: JSON.parse(sessionStorage.getItem(KEPT)) ?? {} });
  findDebts();
  addEventListener('pagehide', leave);
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    findDebts();
    stop();
  });
}
