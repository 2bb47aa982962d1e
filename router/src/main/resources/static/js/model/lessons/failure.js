import { count, percent } from '../../lib/text.js';
import { getComparison, getLookups, route } from '../cluster.js';
import { state } from '../state.js';
import { each } from './few.js';
import { KEYS } from './lab.js';
import { tokenIsAsked, twoMembers, victims } from './needs.js';
import { takeAway } from './taking-away.js';

const ASKED = 12;
const keys = Array.from({ length: 1000 }, (_, i) => `lesson-${i}`);
const MOST_WORK = 2_000_000; // members times keys of a comparison

/** If a member left, others would get its keys: the largest part that one of them would get. */
async function largestPart(id) {
  const measured = await getComparison({ event: `leave:${id}`, keys: Math.min(KEYS, Math.floor(MOST_WORK / state.live.ring.members.length)) });
  return Object.fromEntries(measured.placements.map(({ placement, members }) =>
    [placement, Math.max(...members.map(({ before, after }) => after - before)) / members.find((one) => one.id === id).before])
    .filter(([, part]) => Number.isFinite(part)));
}

/** The first member that can be stopped and owns some of the keys, and these. */
async function choose() {
  const { lookups } = await getLookups(keys);
  const owned = victims().map(({ id }) => [id, lookups.filter(({ owner }) => owner === id).slice(0, ASKED).map(({ key }) => key)]);
  return owned.find(([, its]) => its.length > 0) ?? owned[0];
}

export const failure = {
  title: 'A member dies',
  question: () => 'A member stops. Who answers for its keys?',
  guess: { choices: [['one', 'one member'], ['several', 'several'], ['none', 'no one']] },
  needs: twoMembers,
  warns: () => (state.local ? tokenIsAsked() : null),
  async measure(run) {
    const [victim, its] = await choose();
    const largest = await largestPart(victim);
    if (!(await takeAway(victim, run))) return null;
    const answers = await each(its, (key) => route(key), run.signal);
    const answered = Map.groupBy(answers.filter(({ status }) => status === 200), (one) => one.member);
    const failed = answers.filter(({ status }) => status !== 200).length;
    const parts = [['fixed', 'at fixed positions'], ['virtual-nodes', `at ${count(state.live.ring.settings.virtualNodes)} points each`]]
      .filter(([placement]) => placement in largest).map(([placement, where]) => `${percent(largest[placement])} ${where}`);
    return {
      value: answered.size === 0 ? 'none' : answered.size === 1 ? 'one' : 'several',
      rows: [['Answered by', 'Requests'], ...[...answered].map(([id, of]) => [id, of.length]), ...(failed ? [['no one', failed]] : [])],
      sentence: `${failed ? 'Errors come from the setting “If the owner is down”, not from too few points. ' : ''}If ${victim} left, one member would get ${parts.join(', ').replace('%', '% of its keys')}.`,
    };
  },
};
