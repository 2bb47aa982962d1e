import { $ } from '../lib/dom.js';
import { count, many } from '../lib/text.js';
import { state, watch } from '../model/state.js';
import { term } from './noun.js';

/** What is live, and since when it is not. */
function drawLive() {
  const { link, ring, rate, seen } = state;
  const live = $('live');
  live.dataset.state = link;
  document.body.classList.toggle('lost', link === 'lost');
  if (link === 'live') live.textContent = `Live · ${many(ring.members.length, 'member')} · ${rate.toFixed(1)} req/s`;
  if (link === 'lost') live.textContent = `Reconnecting… last update ${Math.round((Date.now() - seen) / 1000)} s ago`;
}

function drawStanding() {
  const { ring } = state;
  if (!ring) return;
  const { placement, size, virtualNodes, hash } = ring.settings;
  $('standing').textContent = { fixed: 'one fixed position per member', 'virtual-nodes': `${many(virtualNodes, 'point')} per member`, ketama: `${many(virtualNodes, 'point')} per member, as libketama has them` }[placement];
  $('facts').replaceChildren(term('position', `${count(size)} positions`), ` · ${placement === 'ketama' ? 'md5' : hash} · `, term('epoch', `epoch ${ring.epoch}`));
}

/** Reads out what is said. */
function readOut() {
  const { text } = state.said;
  // What is said twice has to change in between.
  if ($('say').textContent === text) $('say').textContent = '';
  requestAnimationFrame(() => { $('say').textContent = text; });
}

export function startHeader() {
  watch(drawLive);
  watch(drawStanding);
  watch(readOut);
  setInterval(() => state.link === 'lost' && drawLive(), 1000);
}
