// What a join moves: by hash mod N, and on a ring.
import { count, percent } from '../../lib/text.js';
import { state } from '../state.js';
import { KEYS, lab, MEMBERS } from './lab.js';
import { connected } from './needs.js';

const guess = { least: 0, most: KEYS, step: 100, words: (keys) => `${count(keys)} keys` };

export const modulo = {
  title: 'Hash mod N',
  question: () => `${MEMBERS} members become ${MEMBERS + 1}. The owner of a key is its hash mod N. How many of ${count(KEYS)} keys get another owner?`,
  guess,
  needs: connected,
  async measure() {
    const { modulo: { moved } } = await lab({});
    return {
      value: moved,
      sentence: `${percent(moved / KEYS)} move: ${moved > KEYS / 2 ? 'N is in every answer, so most answers change.' : 'N is in every answer.'}`,
    };
  },
};

export const ring = {
  title: 'The same on a ring',
  question: () => `${MEMBERS} members become ${MEMBERS + 1} on a ring, with ${count(points())} points each. How many of ${count(KEYS)} keys get another owner?`,
  guess,
  needs: connected,
  async measure() {
    const { 'virtual-nodes': { moved, movedBetweenStaying } } = await lab({ points: points() });
    return {
      value: moved,
      sentence: movedBetweenStaying === 0 ? 'All of them go to the newcomer. None moves between those that stay.' : `${count(movedBetweenStaying)} of them move between those that stay.`,
    };
  },
};

const MOST = 1000; // points of a member, so that the members fit on a ring

const points = () => Math.min(MOST, state.live?.ring.settings.virtualNodes ?? 1);
