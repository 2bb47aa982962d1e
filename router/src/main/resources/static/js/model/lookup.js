import { start } from '../lib/text.js';
import { getLookup, route } from './cluster.js';
import { say, set, state } from './state.js';

export const SHOWN = 24; // letters of a key that a sentence has room for

const SLOW = 200; // milliseconds after which the page says that it is asking

let asked = 0;

/** Looks a key up, and asks the cluster for it. */
export async function lookUp(typed) {
  const key = typed.toWellFormed();
  const turn = ++asked;
  const show = (lookup, parts) => {
    const now = state.past ? 'past' : 'live';
    set({ [now]: state[now] && { ...state[now], lookup }, ...parts });
  };
  set({ key });
  const slow = setTimeout(() => turn === asked && show(null, { answer: null, asking: key }), SLOW);
  const answer = await route(key).catch(() => null);
  let lookup = null;
  let ring;
  do {
    ring = state.ring;
    if (answer?.owner) lookup = await lookUpOn(ring, key);
  } while (ring !== state.ring);
  clearTimeout(slow);
  if (turn !== asked) return;
  show(lookup, { answer, asking: null, trouble: answer ? null : 'The router does not answer.' });
  if (!answer) say(state.trouble);
  else say(lookup ? `${start(key, SHOWN)}, position ${lookup.position}, ${answer.member ?? lookup.owner}, ${answer.status}` : answer.body);
}

/** Where a key lies on a ring. No node is asked. */
export const lookUpOn = ({ epoch, members }, key) =>
  (members.length > 0 ? getLookup(key, epoch).catch(() => null) : null);
