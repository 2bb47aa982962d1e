import { route } from './cluster.js';
import { randomKeys } from './random-keys.js';
import { set, state } from './state.js';

const AT_ONCE = 5; // a browser opens six connections, and the events take one

const OFTEN = 100; // milliseconds from one drawing to the next, so that the requests go on

let stopping = null;

export const stop = () => stopping?.abort();

/** What a member answered of its own keys and for others, and what became of its other keys. */
export const nothing = () => ({ succeeded: 0, inherited: new Map(), failedOver: new Map(), failed: 0 });

const more = (counts, id) => counts.set(id, (counts.get(id) ?? 0) + 1);

function record(traffic, key, { status, owner, member, epoch }) {
  const of = (id) => traffic.members.get(id) ?? traffic.members.set(id, nothing()).get(id);
  traffic.done++;
  more(traffic.epochs, epoch);
  if (traffic.kind === 'zipf') traffic.keys.set(key, { owner, times: (traffic.keys.get(key)?.times ?? 0) + 1 });
  if (!traffic.shares.has(epoch) && state.live.epoch === epoch) traffic.shares.set(epoch, sharesOf(state.live.ring));
  if (status !== 200) of(owner).failed++;
  else if (member === owner) of(owner).succeeded++;
  else {
    more(of(owner).failedOver, member);
    more(of(member).inherited, owner);
  }
}

const sharesOf = (ring) => new Map(ring.members.map(({ id, share }) => [id, share]));

/** What share of these requests a member was to get, by the rings that they met. */
export function expected({ done, epochs, shares }, id) {
  const known = [...epochs].filter(([epoch]) => shares.has(epoch));
  return known.reduce((sum, [epoch, times]) => sum + (times / done) * (shares.get(epoch).get(id) ?? 0), 0);
}

/**
 * Sends requests, a few at a time, counts who answered, and calls back
 * with each answer. The counts; null if others are being sent.
 */
export async function send({ total, pace, kind }, answered) {
  if (stopping || state.link === 'lost' || state.past) return null;
  stopping = new AbortController();
  const { signal } = stopping;
  const next = randomKeys(kind);
  const traffic = { epoch: state.shown.epoch, total, done: 0, members: new Map(), kind, keys: new Map(), epochs: new Map(), shares: new Map(), running: true };
  const start = performance.now();
  let drawn = start;
  let sent = 0;
  let unanswered = 0;
  set({ traffic: { ...traffic } });
  const worker = async () => {
    while (sent < total && !signal.aborted) {
      const turn = sent++;
      if (pace) await pause(start + (turn * 1000) / pace - performance.now(), signal);
      if (signal.aborted) return;
      const key = next();
      const answer = await route(key, signal).catch(() => null);
      if (answer) {
        unanswered = 0;
        record(traffic, key, answer);
        answered(answer);
      } else if (!signal.aborted && ++unanswered >= AT_ONCE) stop();
      if (performance.now() - drawn < OFTEN) continue;
      drawn = performance.now();
      set({ traffic: { ...traffic } });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    stopping = null;
    set({ traffic: { ...traffic, running: false, seconds: (performance.now() - start) / 1000 } });
  }
  return state.traffic;
}

const pause = (milliseconds, signal) => new Promise((resolve) => {
  const end = () => {
    signal.removeEventListener('abort', end);
    resolve();
  };
  setTimeout(end, Math.max(0, milliseconds));
  signal.addEventListener('abort', end);
});
