import { count } from '../../lib/text.js';
import { getLookups, readValue } from '../cluster.js';
import { welcomed } from '../newcomers.js';
import { state } from '../state.js';
import { owe } from './debts.js';
import { each, pause, until } from './few.js';
import { allUp, connected, tokenIsAsked } from './needs.js';
import { putValues, VALUES } from './values.js';

const PAUSE = 20; // milliseconds between two rounds of reads

/** The members that this page lets join have to leave again; those that were there before stay. */
function remember(known, before) {
  [...welcomed.slice(before), state.made?.change.body.join?.id]
    .filter((id) => id && !known.has(id) && !state.owed.some((debt) => debt.joined === id))
    .forEach((joined) => owe({ joined }));
}

/** What a change changes; while entries move, it is as before. */
const standing = () => {
  const { members, settings } = state.live.ring;
  return JSON.stringify([settings, members.map(({ id, weight, position }) => [id, weight, position])]);
};

/** Reads the values again and again, and counts, until the ring has changed. The lesson itself changes nothing. */
async function readUntilItChanged(keys, { signal, tell }) {
  const before = standing();
  const known = new Set([...state.live.ring.members.map(({ id }) => id), ...(state.rebalance?.change.join ?? [])]);
  const welcomedBefore = welcomed.length;
  const counts = { reads: 0, meanwhile: 0, missed: 0, unanswered: 0 };
  const read = async (key) => {
    const status = await readValue(key);
    counts.reads++;
    if (state.rebalance) counts.meanwhile++;
    if (status === 404) counts.missed++;
    else if (status !== 200) counts.unanswered++;
    remember(known, welcomedBefore);
  };
  try {
    while (standing() === before || state.rebalance || state.making) {
      await each(keys, read, signal);
      tell(`${count(counts.reads)} reads, ${count(counts.missed)} missed. ${state.rebalance ? 'Values are moving.' : 'Now add a member.'}`);
      await pause(PAUSE);
    }
  } finally {
    // A join that has begun ends before anything is undone.
    await until(() => !state.making);
    remember(known, welcomedBefore);
  }
  return counts;
}

const replicas = async (keys, epoch) => (await getLookups(keys, epoch)).lookups.map((one) => one.replicas.join('\n'));

export const joining = {
  title: 'A join with values',
  question: () => `${VALUES} values are stored, and a member joins. Can a read miss a value while it moves?`,
  guess: { choices: [['yes', 'yes'], ['no', 'no']] },
  needs: () => (state.rebalance && !state.past ? connected() : allUp()),
  warns: tokenIsAsked,
  adds: true,
  async measure(run) {
    const keys = await putValues(run);
    if (!keys) return null;
    const { epoch } = state.live;
    const { reads, meanwhile, missed, unanswered } = await readUntilItChanged(keys, run);
    const [then, now] = [await replicas(keys, epoch), await replicas(keys, state.live.epoch)];
    const moved = now.filter((members, i) => members !== then[i]).length;
    return {
      value: missed > 0 ? 'yes' : 'no',
      rows: [['Reads', 'During the move', 'Missed', 'No answer'], [reads, meanwhile, missed, unanswered].map(count)],
      sentence: `${moved} of ${VALUES} values have another owner now. While they moved, the old and the new one both had to answer.`,
    };
  },
};
