import { getLookup, route } from './cluster.js';
import { $, element, say } from './dom.js';
import { noun } from './marks.js';
import { currentAnswer, state } from './state.js';
import { start } from './words.js';

const SHOWN = 24; // letters of a key that a sentence has room for

let asked = 0;

const SLOW = 200; // milliseconds after which the page says that it is asking

/** Looks a key up, and asks the cluster for it. */
export async function lookUp(typed) {
  const key = typed.toWellFormed();
  const turn = ++asked;
  state.set({ key });
  const slow = setTimeout(() => turn === asked && state.set({ lookup: null, answer: null, asking: key }), SLOW);
  const answer = await route(key).catch(() => null);
  const lookup = answer?.owner ? await getLookup(key).catch(() => null) : null;
  clearTimeout(slow);
  if (turn !== asked) return;
  state.set({ lookup, answer, asking: null, trouble: answer ? null : 'The router does not answer.' });
  if (!answer) say(state.trouble);
  else say(lookup ? `${start(key, SHOWN)}, position ${lookup.position}, ${answer.member ?? lookup.owner}, ${answer.status}` : answer.body);
}

/** Where the key that is shown lies on a ring that has changed. No node is asked. */
export const lookAgain = ({ members }) =>
  (state.lookup && members.length > 0 ? getLookup(state.lookup.key).catch(() => null) : null);

/** The one line above the steps. */
export function drawAnswer() {
  const { lookup, answer } = state;
  const line = $('answer');
  if (!lookup) {
    if (state.asking !== null) line.textContent = `Asking for ${start(state.asking, SHOWN)}…`;
    else line.replaceChildren(answer ? `The router answers ${answer.status}: ${answer.body}` : '');
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
