import { getComparison, getLookups, getPoints, getRing } from './cluster.js';
import { inOrder } from '../lib/text.js';
import { meet } from './marks.js';
import { KEYS } from './samples.js';
import { set, state } from './state.js';

/** A ring of an epoch, with the sample keys where they lie on it. */
async function ringAt(epoch) {
  const [ring, points] = await Promise.all([getRing(epoch), getPoints(epoch)]);
  ring.members.sort((a, b) => inOrder(a.id, b.id));
  meet(ring.members.map(({ id }) => id));
  const lookups = ring.members.length > 0 ? (await getLookups(KEYS, epoch)).lookups : [];
  return { epoch, ring, points, lookups };
}

let asked = 0;

/** Puts the ring as it was beside the ring as it is. */
export async function compare(epoch) {
  const turn = ++asked;
  const rings = await Promise.all([ringAt(epoch), ringAt(state.live.epoch)]);
  if (turn === asked) set({ pair: rings });
}

/** Measures all placements with the live members: how even they are, and what an event moves. */
export async function measure(event) {
  set({ comparison: await getComparison(event) });
}
