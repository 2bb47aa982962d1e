import { $, element } from '../lib/dom.js';
import { state, watch } from '../model/state.js';

/** Which router the page asks, and who else has this ring. */
function draw() {
  const { shared } = state;
  $('routers').hidden = !shared;
  if (!shared) return;
  const { router, reachable, routers } = shared;
  const others = routers.filter(({ id }) => id !== router);
  $('routers').classList.toggle('cut-off', !reachable);
  const words = [`You see the ring at ${router}. `];
  if (!reachable) words.push('It can’t reach ZooKeeper, so this may be an old ring, and changes are refused.');
  else if (others.length === 0) words.push('No other router is there.');
  else words.push('The same ring is at ', ...others.flatMap(({ id, url }, i) => [i > 0 ? ', ' : '', url ? element('a', { href: url }, id) : id]), '.');
  $('routers').replaceChildren(...words);
}

export function startRouters() {
  watch(draw);
}
