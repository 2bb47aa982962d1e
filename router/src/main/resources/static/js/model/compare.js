import { getComparison } from './cluster.js';
import { ringAt } from './history.js';
import { set, state } from './state.js';

let asked = 0;

/** Puts the ring as it was beside the ring as it is. */
export async function compare(epoch) {
  const turn = ++asked;
  const rings = await Promise.all([ringAt(epoch), ringAt(state.live.epoch)]);
  if (turn === asked) set({ pair: rings });
}

/** Measures all placements with the live members: how even they are, and what an event moves. */
export async function measure(event) {
  set({ comparison: await getComparison({ event }) });
}
