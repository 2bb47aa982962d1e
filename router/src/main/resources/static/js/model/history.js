import { inOrder } from '../lib/text.js';
import { changed } from './arcs.js';
import { getHistory, getPoints, getRing } from './cluster.js';
import { lookUpOn } from './lookup.js';
import { meet } from './marks.js';
import { owners, samplesOn } from './samples.js';
import { say, set, state } from './state.js';

let loading = null;
let restarted = null; // the epoch at which all was loaded anew

/** Loads the states that came since the last one that is known; all, if the router began anew. */
export function followHistory() {
  const { epoch } = state.live ?? {};
  const last = state.history.at(-1)?.epoch ?? 0;
  if (!epoch || loading || last === epoch) return;
  if (last > epoch && restarted === epoch) return;
  if (last > epoch) restarted = epoch;
  loading = pages(last > epoch ? [] : state.history).catch(() => {}).finally(() => { loading = null; });
}

async function pages(known) {
  let after = known.at(-1)?.epoch ?? 0;
  let history = known;
  do {
    const { states, next } = await getHistory(after);
    history = [...history, ...states];
    after = next;
  } while (after);
  set({ history });
}

let asked = 0;

/** Shows the ring as it was at an epoch; null: as it is. The cluster goes on. */
export async function showPast(epoch) {
  const turn = ++asked;
  if (epoch === null || epoch === state.live?.epoch) {
    set({ past: null });
    return say('Live.');
  }
  try {
    const past = await ringAt(epoch);
    const [lookup, moves] = await Promise.all([lookUpOn(past.ring, state.key), movesOf(past)]);
    if (turn !== asked) return;
    set({ past: { ...past, ...moves, lookup }, preview: null, trouble: null });
    say(`Change ${epoch}. ${state.history.find((one) => one.epoch === epoch)?.why ?? ''}`);
  } catch (refusal) {
    const trouble = refusal.status === 410 ? `Change ${epoch} is not kept any more.` : refusal.message;
    if (refusal.status === 410) set({ history: state.history.filter((one) => one.epoch > epoch) });
    set({ trouble });
    say(trouble);
  }
}

/** The ring of an epoch, with the sample keys where they lie on it. */
export async function ringAt(epoch) {
  const [ring, points] = await Promise.all([getRing(epoch), getPoints(epoch)]);
  ring.members.sort((a, b) => inOrder(a.id, b.id));
  meet(ring.members.map(({ id }) => id));
  return { epoch, ring, points, lookups: await samplesOn(ring) };
}

/** What the change to a ring of the past moved; nothing, if the ring before it is gone. */
async function movesOf({ epoch, points, ring: { settings } }) {
  const previous = state.history.filter((one) => one.epoch < epoch).at(-1);
  const from = previous && await ringAt(previous.epoch).catch(() => null);
  if (!from) return { before: new Map(), moves: null };
  const samePositions = from.points.size === points.size && from.ring.settings.hash === settings.hash && from.ring.settings.placement === settings.placement;
  return { before: owners(from.lookups), moves: { kind: 'change', points: from.points, arcs: samePositions ? changed(from.points, points) : undefined } };
}

/** Goes some changes on or back. */
export function goByChanges(changes) {
  const { history, shown } = state;
  const at = history.findIndex(({ epoch }) => epoch === shown?.epoch);
  const to = history[Math.max(0, Math.min(history.length - 1, at + changes))];
  if (at >= 0 && to.epoch !== shown.epoch) showPast(to.epoch);
}
