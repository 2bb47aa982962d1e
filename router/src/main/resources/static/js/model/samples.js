import { distance } from './arcs.js';
import { getLookups } from './cluster.js';
import { set, state } from './state.js';

export const KEYS = Array.from({ length: 48 }, (_, i) => `sample-${i + 1}`);

const owners = (samples) => new Map(samples?.lookups.map(({ key, owner }) => [key, owner]));

/** Looks the sample keys up on the ring that is shown, and keeps who owned them on the one before. */
export function followSamples() {
  const { ring, sampling, samples } = state;
  if (!ring || !sampling || samples?.epoch === ring.epoch) return;
  if (ring.members.length === 0) return set({ samples: null });
  getLookups(KEYS, ring.epoch).catch(() => null).then((found) => {
    if (found && found.epoch === state.ring?.epoch) set({ samples: { ...found, before: owners(samples) } });
  });
}

/** The keys that got another owner by the last change, or would by the one that is previewed. */
export function movers({ lookups, before }, size, arcs) {
  const within = (position) => ({ from, to }) => distance(from, position, size) !== 0 && distance(from, position, size) <= (distance(from, to, size) || size);
  return new Set(lookups.filter(({ key, position, owner }) =>
    (arcs ? arcs.some(within(position)) : before.has(key) && before.get(key) !== owner)).map(({ key }) => key));
}
