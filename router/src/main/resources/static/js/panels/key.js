import { $, element } from '../lib/dom.js';
import { start } from '../lib/text.js';
import { lookUp, SHOWN } from '../model/lookup.js';
import { set, state, watch } from '../model/state.js';
import { noun } from './noun.js';

/** The one line above the steps. */
function drawAnswer() {
  const { lookup, answer, currentAnswer, asking, past } = state;
  const line = $('answer');
  if (!lookup) {
    if (asking !== null) line.replaceChildren('Asking for ', element('bdi', {}, start(asking, SHOWN)), '…');
    else line.replaceChildren(answer ? `The router answers ${answer.status}: ${answer.body}` : '');
    return;
  }
  const words = [element('bdi', {}, start(lookup.key, SHOWN)), ` → ${lookup.position} → `, noun(lookup.owner)];
  if (past) words.push('.');
  else if (!currentAnswer) words.push(`. Not asked since ${answer?.aged ?? 'the ring changed'}.`);
  else if (answer.member === null || answer.member === answer.owner) {
    words.push(answer.status >= 500 ? ` did not answer: ${answer.status} in ${answer.milliseconds} ms.` : `. It answered ${answer.status} in ${answer.milliseconds} ms.`);
  } else words.push(' is passed over: ', noun(answer.member), ` answered ${answer.status} in ${answer.milliseconds} ms.`);
  line.replaceChildren(...words.map((word) => (typeof word === 'string' ? element('span', {}, word) : word)));
}

export function startKey() {
  $('key').value = state.key;
  $('lookup').addEventListener('submit', (event) => {
    event.preventDefault();
    set({ playing: false, step: 7 });
    lookUp($('key').value);
  });
  watch(drawAnswer);
}
