import { load } from '../live.js';

const AT_ONCE = 5; // a browser opens six connections, and the events take one

/** Does something with each, a few at a time; what came of it, in their order. */
export async function each(items, act, signal) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      signal?.throwIfAborted();
      const i = next++;
      results[i] = await act(items[i]);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => worker().finally(() => { next = items.length; })));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return results;
}

export const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** Looks at the ring until something holds. */
export async function until(holds, signal) {
  while (!holds()) {
    await pause(300);
    signal?.throwIfAborted();
    await load().catch(() => {});
  }
}
