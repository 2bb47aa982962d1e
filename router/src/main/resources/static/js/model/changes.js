import { actOnNode, cancelRebalance, deleteMember, getPreview, patchSettings, putMember, startNode } from './cluster.js';
import { load } from './live.js';
import { awaitJoin, isJoining, isMember } from './newcomers.js';
import { member, say, set, state } from './state.js';
import { loadValues } from './values.js';
import { changedSetting, COMPOSE } from './words.js';

const CHANGEABLE = ['placement', 'size', 'virtualNodes', 'hash', 'onOwnerFailure', 'replicas'];

/** A member joins, whose node is started when the change is made. */
export const join = (id) => ({
  body: { join: { id } },
  words: `${id} joins`,
  done: `${id} joined.`,
  // It starts one more container of this id, and touches none that is there.
  command: state.local ? null : `${COMPOSE} --profile elastic run -d --no-deps -e NODE_ID=${id} elastic`,
  isMade: () => isMember(id) || isJoining(id),
  async make(epoch) {
    const node = await startNode(id);
    if (!node) return null;
    awaitJoin(id);
    return putMember(id, { url: node.url }, epoch);
  },
  async undo(epoch) {
    const left = await deleteMember(id, epoch);
    return left && actOnNode(id, 'stop');
  },
});

export function leave(id) {
  const { url, weight, position, leased } = member(id);
  return {
    body: { leave: id },
    words: `${id} leaves`,
    done: leased ? `${id} left. It joins again after it has started anew.` : `${id} left.`,
    isMade: () => !isMember(id),
    make: (epoch) => deleteMember(id, epoch),
    undo: leased ? null : (epoch) => putMember(id, { url, weight, position }, epoch),
  };
}

export function weigh(id, weight) {
  const before = member(id).weight;
  return {
    body: { join: { id, weight } },
    words: `${id} gets weight ${weight}`,
    done: `${id} has weight ${weight}.`,
    make: (epoch) => putMember(id, { weight }, epoch),
    undo: (epoch) => putMember(id, { weight: before }, epoch),
  };
}

export function change(wanted) {
  const { settings: now } = state.ring;
  const settings = wanted.placement === 'ketama' ? { ...wanted, hash: 'md5' } : wanted; // it has no other
  const before = Object.fromEntries(CHANGEABLE.map((name) => [name, now[name]]));
  const words = Object.entries(settings)
    .filter(([name, value]) => value !== now[name])
    .map(([name, value]) => changedSetting(name, value, now[name]))
    .join('; ');
  return {
    body: { settings },
    words,
    done: `The ring has changed; ${words}.`,
    make: (epoch) => patchSettings(settings, epoch),
    undo: (epoch) => patchSettings(before, epoch),
  };
}

/** Says why something was not done. */
export function refused(refusal, mayBeMade = '') {
  const trouble = refusal.status ? refusal.message : `The router does not answer.${mayBeMade}`;
  set({ trouble });
  say(trouble);
}

let asked = 0;

/** Asks what a change would move, and shows it. */
export async function preview(change, note = null) {
  if (state.making) return;
  const turn = ++asked;
  try {
    const moves = await getPreview(change.body);
    const values = moves.entries?.keys ? await loadValues().catch(() => null) : null;
    if (turn !== asked) return;
    set({ preview: { change, moves, values, note }, made: null, trouble: null });
  } catch (refusal) {
    if (turn !== asked) return;
    set({ preview: null });
    refused(refusal);
  }
}

export function cancel() {
  if (state.making) return;
  asked++;
  if (!state.preview) return;
  set({ preview: null });
  say('Nothing was changed.');
}

async function once(act) {
  if (state.making) return;
  set({ making: true, trouble: null });
  try {
    await act();
  } catch (refusal) {
    if (refusal.status === 412 && state.preview) await load().catch(() => {}); // then the preview is renewed
    else refused(refusal, ' The change may not have been made.');
  } finally {
    set({ making: false });
  }
}

/** A change whose values have to move first; until they have, it can be taken back. */
const underWay = (change) => ({
  ...change,
  done: `${change.words}. Values move first, then the ring changes.`,
  undo: cancelRebalance,
  isUnderWay: () => state.rebalance !== null,
});

/** Makes the change that was seen, on the ring that it was seen on. */
export const confirm = () => state.preview && once(async () => {
  const { change, moves } = state.preview;
  if (!(await change.make(moves.epoch))) return;
  set({ preview: null });
  await load();
  const made = state.rebalance ? underWay(change) : change;
  set({ made: { change: made, moves, epoch: state.live.epoch } });
  say(made.done);
});

export const undo = () => state.made?.change.undo && once(async () => {
  const { change, epoch } = state.made;
  if (!(await change.undo(epoch))) return;
  set({ made: null });
  await load();
  say('Undone.');
});

/**
 * After each change of the ring: a preview is of the ring as it is, and ends once somebody else let its member join or
 * leave. Only the last change can be undone, or one that is under way.
 */
export function keepUp() {
  const { live, preview: open, making, made } = state;
  if (!live) return;
  if (open && !making) {
    if (open.change.isMade?.()) {
      asked++;
      set({ preview: null, trouble: null });
    } else if (open.moves.epoch !== live.epoch) preview(open.change, 'The ring changed while you looked. Preview updated.');
  }
  if (made && made.epoch !== live.epoch && !made.change.isUnderWay?.()) set({ made: null });
}
