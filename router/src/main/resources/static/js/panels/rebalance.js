import { $, element, renew } from '../lib/dom.js';
import { bytes, count, many } from '../lib/text.js';
import { abandon, followRebalance, lost, takeBack } from '../model/rebalance.js';
import { state, watch } from '../model/state.js';
import { noun } from './noun.js';

/** Why values move. */
function cause({ join = [], leave = [], members = {}, settings }) {
  const parts = [...join.map((id) => [noun(id), ' joins']), ...leave.map((id) => [noun(id), ' leaves']),
    ...Object.entries(members).map(([id, { weight, position }]) => [noun(id), weight ? ` gets weight ${weight.after}` : position ? ` gets position ${position.after}` : ' changes']),
    ...(settings ? [['settings change']] : [])];
  return parts.length > 0 ? parts.flatMap((one, i) => [i ? ', ' : '', ...one]) : ['a member has a new store'];
}

function note(what, words) {
  $(`rebalance-${what}`).hidden = !words;
  $(`rebalance-${what}`).textContent = words;
}

/** How far the values are that move, what is amiss, and the way back. */
function drawRebalance() {
  const { rebalance, down, link, past } = state;
  $('rebalance').hidden = !rebalance;
  if (!rebalance) return;
  const { change, arcs, arcsDone, keys, keysDone, bytes: all, bytesDone, waitingFor, behind = [], lost: gone } = rebalance;
  $('rebalance-words').replaceChildren('Values move, since ', ...cause(change), '. Each key stays with its owner until all are there.');
  $('rebalance-bar').max = Math.max(1, keys);
  $('rebalance-bar').value = Math.min(keys, keysDone);
  $('rebalance-counts').textContent = `${count(keysDone)} of ${many(keys, 'key')} · ${bytes(bytesDone)} of ${bytes(all)} · ${count(arcsDone)} of ${many(arcs, 'arc')} done`;
  note('waits', waitingFor.map(({ member, why }) => `It waits for ${member}, which ${why}.`).join(' '));
  note('behind', behind.map((id) => `${id} was away for too long. It gets what it lacks when it is back.`).join(' '));
  note('lost', gone ? `${many(gone, 'value')} ${gone === 1 ? 'is' : 'are'} lost: only members that were given up had ${gone === 1 ? 'it' : 'them'}.` : '');
  const off = link === 'lost' || Boolean(past);
  $('cancel-rebalance').disabled = off;
  renew($('abandon'), element('div', {}, ...lost(rebalance, down).map((id) =>
    element('button', { type: 'button', 'data-key': id, 'data-abandon': id, onclick: () => abandon(id) }, `Abandon ${id}`))));
  [...$('abandon').children].forEach((one) => { one.disabled = off; });
}

export function startRebalance() {
  $('cancel-rebalance').addEventListener('click', takeBack);
  [drawRebalance, followRebalance].forEach(watch);
}
