// Nodes that this page has started so that they join. One whose join does not come about is stopped, whoever took it back.
import { actOnNode } from './cluster.js';
import { load } from './live.js';
import { state } from './state.js';
import { heldToken } from './token.js';

const KEPT = 'ring-newcomers'; // in this tab

const newcomers = new Set(JSON.parse(sessionStorage.getItem(KEPT)) ?? []);
let looking = false;

const keep = () => sessionStorage.setItem(KEPT, JSON.stringify([...newcomers]));

export const isMember = (id) => state.live.ring.members.some((one) => one.id === id);

export const isJoining = (id) => state.rebalance?.change.join?.includes(id) ?? false;

/** All that this page has let join, the last one last. */
export const welcomed = [];

/** A node was started, and is about to join. */
export function awaitJoin(id) {
  welcomed.push(id);
  newcomers.add(id);
  keep();
}

/** On a ring that was loaded after the join was asked for. */
async function settle(id) {
  await load();
  if (isJoining(id)) return;
  newcomers.delete(id);
  keep();
  if (!isMember(id) && heldToken()) await actOnNode(id, 'stop');
}

/** Whenever values cease to move: has the newcomer joined? */
export function followNewcomers() {
  const { live, link, making } = state;
  const left = [...newcomers].filter((id) => !isJoining(id));
  if (!live || link !== 'live' || making || looking || left.length === 0) return;
  looking = true;
  Promise.allSettled(left.map(settle)).finally(() => { looking = false; });
}
