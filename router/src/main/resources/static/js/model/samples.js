import { distance } from './arcs.js';
import { getLookups } from './cluster.js';

export const KEYS = Array.from({ length: 48 }, (_, i) => `sample-${i + 1}`);

/** Where the sample keys lie on a ring, and who owns them. */
export const samplesOn = async ({ epoch, members }) => (members.length > 0 ? (await getLookups(KEYS, epoch)).lookups : []);

export const owners = (lookups) => new Map(lookups?.map(({ key, owner }) => [key, owner]));

const within = (position, size) => ({ from, to }) =>
  distance(from, position, size) !== 0 && distance(from, position, size) <= (distance(from, to, size) || size);

/** The keys that got another owner, or would by what is not made yet. */
export function movers({ points, lookups, before, moves }) {
  const toCome = ['preview', 'rebalance'].includes(moves?.kind);
  const isMoved = ({ key, position, owner }) => (toCome ? moves.arcs?.some(within(position, points.size)) : before.has(key) && before.get(key) !== owner);
  return lookups.filter(isMoved);
}
