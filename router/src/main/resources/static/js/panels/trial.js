import { $, element } from '../lib/dom.js';
import { inOrder, percent } from '../lib/text.js';
import { getPreview } from '../model/cluster.js';
import { state, watch } from '../model/state.js';
import { noun } from './noun.js';

let asked = 0;

/** Shows what each member would own with so many points per member; nothing is changed. */
async function tryPoints() {
  const turn = ++asked;
  const virtualNodes = Number($('points').value);
  const moves = await getPreview({ settings: { virtualNodes } }).catch(() => null);
  if (turn !== asked || !moves) return;
  const most = Math.max(...moves.members.map(({ after }) => after)) * moves.members.length;
  $('trial-shares').replaceChildren(`${virtualNodes}: the largest share is ${most.toFixed(2)} times the mean. `,
    ...moves.members.sort((a, b) => inOrder(a.id, b.id)).slice(0, 12).map(({ id, after }) => element('span', {}, noun(id), ` ${percent(after)} `)));
}

function drawTrial() {
  const { ring } = state;
  $('trial').hidden = ring?.settings.placement !== 'virtual-nodes' || ring.members.length === 0;
  if ($('trial').hidden) return;
  $('points').value = ring.settings.virtualNodes;
  $('trial-shares').replaceChildren();
}

export function startTrial() {
  $('points').addEventListener('input', tryPoints);
  watch(drawTrial);
}
