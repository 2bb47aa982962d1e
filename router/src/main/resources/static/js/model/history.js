import { inOrder } from '../lib/text.js';
import { getHistory, getPoints, getRing } from './cluster.js';
import { lookUpOn } from './lookup.js';
import { meet } from './marks.js';
import { say, set, state } from './state.js';

let loading = null;

/** Loads the states that came since the last one that is known. */
export function followHistory() {
  const { epoch } = state.live ?? {};
  if (!epoch || loading || state.history.at(-1)?.epoch >= epoch) return;
  loading = pages().catch(() => {}).finally(() => { loading = null; });
}

async function pages() {
  let after = state.history.at(-1)?.epoch ?? 0;
  do {
    const { states, next } = await getHistory(after);
    set({ history: [...state.history, ...states] });
    after = next;
  } while (after);
}

let asked = 0;

/** Shows the ring as it was at an epoch; null: as it is. The cluster goes on. */
export async function showPast(epoch) {
  const turn = ++asked;
  if (epoch === null || epoch === state.live?.epoch) {
    set({ past: null });
    return say('Live.');
  }
  const [ring, points] = await Promise.all([getRing(epoch), getPoints(epoch)]);
  ring.members.sort((a, b) => inOrder(a.id, b.id));
  meet(ring.members.map(({ id }) => id));
  const lookup = await lookUpOn(ring, state.key);
  if (turn !== asked) return;
  set({ past: { epoch, ring, points, lookup }, preview: null });
  return say(`Change ${epoch}. ${state.history.find((one) => one.epoch === epoch)?.why ?? ''}`);
}

/** Goes some changes on or back. */
export function goByChanges(changes) {
  const { history, shown } = state;
  const at = history.findIndex(({ epoch }) => epoch === shown?.epoch);
  const to = history[Math.max(0, Math.min(history.length - 1, at + changes))];
  if (at >= 0 && to.epoch !== shown.epoch) showPast(to.epoch);
}
