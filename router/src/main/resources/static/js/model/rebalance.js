import { abandonMember, cancelRebalance, getHanding } from './cluster.js';
import { refused } from './changes.js';
import { load } from './live.js';
import { say, set, state } from './state.js';

let asking = null;

/** Learns what moves, once for each rebalance. */
export function followRebalance() {
  const { rebalance, handing } = state;
  if (!rebalance) {
    if (handing) set({ handing: null });
    return;
  }
  const begun = rebalance.startedAt;
  if (handing?.begun === begun || asking === begun) return;
  asking = begun;
  getHanding().then((moves) => moves && set({ handing: { begun, epoch: moves.epoch, arcs: moves.arcs } }), () => {}).finally(() => { asking = null; });
}

async function act(request, words) {
  try {
    if (!(await request())) return;
    await load();
    say(words);
  } catch (refusal) {
    refused(refusal);
  }
}

/** The ring stays as it was; what was copied is forgotten. */
export const takeBack = () => act(cancelRebalance, 'Cancelled. The ring is as it was.');

/** Goes on without a lost member and without what only it had. */
export const abandon = (id) => {
  if (window.confirm(`Give up ${id}? Values that no other member has are lost.`)) act(() => abandonMember(id), `${id} was given up.`);
};

/** Members that are waited for, that leave, and that do not answer: only these can be given up. */
export const lost = ({ waitingFor, change }, down) => waitingFor.map(({ member }) => member).filter((id) => down.has(id) && change.leave?.includes(id));
