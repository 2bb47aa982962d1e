import { getLookup, route } from './cluster.js';
import { $, element, say } from './dom.js';
import { noun } from './marks.js';
import { currentAnswer, state } from './state.js';
import { start } from './words.js';

const SHOWN = 24; // letters of a key that a sentence has room for

let asked = 0;

/** Looks a key up, and asks the cluster for it. */
export async function lookUp(typed) {
  const key = typed.toWellFormed?.() ?? typed;
  const turn = ++asked;
  state.set({ key });
  const answer = await route(key).catch(() => null);
  const lookup = answer?.owner ? await getLookup(key).catch(() => null) : null;
  if (turn !== asked) return;
  if (!answer) {
    state.set({ trouble: 'The router does not answer.' });
    say(state.trouble);
    return;
  }
  state.set({ lookup, answer, trouble: null });
  say(lookup ? `${start(key, SHOWN)}, position ${lookup.position}, ${answer.member ?? lookup.owner}, ${answer.status}` : answer.body);
}

/** Where the key lies now, after the ring has changed. No node is asked. */
export async function lookAgain() {
  const { lookup } = state;
  if (!lookup || state.ring.members.length === 0) return;
  const now = await getLookup(lookup.key).catch(() => lookup);
  if (state.lookup === lookup) state.set({ lookup: now });
}

/** The one line above the steps. */
export function drawAnswer() {
  const { lookup, answer } = state;
  const line = $('answer');
  if (!lookup) {
    line.replaceChildren(answer ? `The router answers ${answer.status}: ${answer.body}` : '');
    return;
  }
  const words = [`${start(lookup.key, SHOWN)} → ${lookup.position} → `, noun(lookup.owner)];
  if (!currentAnswer()) words.push('. Not asked since the ring changed.');
  else if (answer.member === null || answer.member === answer.owner) {
    words.push(`. It answered ${answer.status} in ${answer.milliseconds} ms.`);
    if (answer.status >= 500) words.splice(-1, 1, ` did not answer: ${answer.status} in ${answer.milliseconds} ms.`);
  } else words.push(' is passed over: ', noun(answer.member), ` answered ${answer.status} in ${answer.milliseconds} ms.`);
  line.replaceChildren(...words.map((word) => (typeof word === 'string' ? element('span', {}, word) : word)));
}

export function startKey() {
  $('lookup').addEventListener('submit', (event) => {
    event.preventDefault();
    state.set({ playing: false, step: 7 });
    lookUp($('key').value);
  });
}
