// What a lesson has done to the cluster and has to undo, kept until it is undone: also by the page that is opened next.
import { actOnNode, deleteMember, forgetValues, sendLast } from '../cluster.js';
import { load } from '../live.js';
import { isJoining, isMember } from '../newcomers.js';
import { set, state } from '../state.js';
import { pause, until } from './few.js';

const KEPT = 'ring-lesson-debts';
const OLD = 600_000; // milliseconds after which the page that owes is taken for gone
const RUN = crypto.getRandomValues(new Uint32Array(2)).join('-');

const all = () => JSON.parse(localStorage.getItem(KEPT)) ?? [];

const isOurs = ({ run, at }) => run === RUN || at < Date.now() - OLD;

function keep(debts) {
  if (debts.length > 0) localStorage.setItem(KEPT, JSON.stringify(debts));
  else localStorage.removeItem(KEPT);
  findDebts();
}

/** Shows what this page has to undo: what it did, and what pages did that are gone. */
export const findDebts = () => set({ owed: all().filter(isOurs) });

/** Remembers what is about to be done: `stopped` or `joined` names a member, `prefix` values. */
export const owe = (debt) => keep([...all(), { ...debt, run: RUN, at: Date.now() }]);

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const paid = (debt) => keep(all().filter((one) => !same(one, debt)));

/** Without the token nothing is undone. */
function granted(answer) {
  if (!answer) throw new Error('Restoring takes the ring’s token.');
}

/** A node that the cluster does not have needs no act. */
async function act(id, action) {
  try {
    granted(await actOnNode(id, action));
  } catch (refusal) {
    if (refusal.status !== 404) throw refusal;
  }
}

async function start(id) {
  if (state.local) await act(id, 'start');
  await until(() => !isMember(id) || !state.down.has(id));
}

const LOOKS = 10; // until a join that was accepted shows

/** One DELETE takes a member out that is there, and takes back one that is still joining: the one may become the other. */
async function takeOut(id) {
  let looks = 0;
  await until(() => isJoining(id) || isMember(id) || ++looks > LOOKS);
  await load();
  if (isJoining(id) || isMember(id)) granted(await deleteMember(id));
  await until(() => !state.rebalance && !isMember(id));
  if (state.local) await act(id, 'stop');
}

const TRIES = 40;

/** A member that has just come back may not answer for its store yet. */
async function forget(prefix) {
  for (let i = 1; ; i++) {
    try {
      return granted(await forgetValues(prefix));
    } catch (refusal) {
      if (refusal.status !== 503 || i === TRIES) throw refusal;
      await pause(500);
    }
  }
}

/** Undoes all that is owed. */
export async function settle() {
  const owed = all().filter(isOurs);
  for (const [kind, undo] of Object.entries({ stopped: start, joined: takeOut, prefix: forget })) {
    for (const debt of owed.filter((one) => one[kind])) {
      await undo(debt[kind]);
      paid(debt);
    }
  }
}

const member = (id) => encodeURIComponent(id);

/** The page is left: asks to undo it without waiting for an answer, and leaves the rest to the next page. */
export function leave() {
  const owed = all().filter(({ run }) => run === RUN);
  if (owed.length === 0) return;
  for (const { stopped, joined, prefix } of owed) {
    if (stopped && state.local) sendLast(`local/members/${member(stopped)}/start`, 'POST');
    if (joined) sendLast(`ring/members/${member(joined)}`, 'DELETE');
    if (prefix && !owed.some((one) => one.stopped)) sendLast(`kv?prefix=${encodeURIComponent(prefix)}`, 'DELETE');
  }
  keep(all().map((one) => (one.run === RUN ? { ...one, at: 0 } : one)));
}
