import { many } from '../../lib/text.js';
import { getLookup, getWhere } from '../cluster.js';
import { state } from '../state.js';
import { each } from './few.js';
import { allUp, tokenIsAsked, twoMembers, victims } from './needs.js';
import { takeAway } from './taking-away.js';
import { putValues, VALUES } from './values.js';

const copies = () => state.live?.ring.settings.replicas ?? 1;

const copiesOf = (number) => (number === 1 ? 'one copy' : `${number} copies`);

const isThere = ({ version, deleted }) => version !== undefined && !deleted;

/** How many values would have no copy at a member that answers, if so many were kept. */
const without = (lookups, number) => lookups.filter(({ candidates }) =>
  candidates.slice(0, number).every((one) => state.down.has(one.member))).length;

export const replicas = {
  title: 'Copies',
  question: () => `${VALUES} values are stored, with ${copiesOf(copies())} of each. ${victims()[0]?.id ?? 'A member'} dies. How many values have no copy left that answers?`,
  guess: { least: 0, most: VALUES, step: 1, words: (values) => many(values, 'value') },
  needs: () => allUp() ?? twoMembers(),
  warns: tokenIsAsked,
  async measure(run) {
    const [{ id }] = victims();
    const keys = await putValues(run);
    if (!keys || !(await takeAway(id, run))) return null;
    const found = await each(keys, getWhere, run.signal);
    const lookups = await each(keys, (key) => getLookup(key, state.live.epoch), run.signal);
    const gone = found.filter((one) => !one.replicas.some(isThere)).length;
    const other = copies() === 1 ? 3 : 1;
    const then = `With ${copiesOf(other)} it would be ${without(lookups, other)}.`;
    return {
      value: gone,
      sentence: `${gone > 0 ? `They are back when ${id} is.` : copies() > 1 ? 'The next member already has them.' : `None of them was at ${id}.`} ${then}`,
    };
  },
};
