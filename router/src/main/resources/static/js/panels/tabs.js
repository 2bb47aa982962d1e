import { $, element } from '../lib/dom.js';
import { set } from '../model/state.js';

const NAMES = { key: 'Key', traffic: 'Traffic', members: 'Members', values: 'Values', compare: 'Compare', lessons: 'Lessons', events: 'Events' };

// Which panels share one place, by the width of the page.
const WIDTHS = [
  ['(min-width: 1760px)', []],
  ['(min-width: 900px)', ['traffic', 'members', 'values', 'compare', 'lessons', 'events']],
  ['all', Object.keys(NAMES)],
];

let shown = 'traffic';

const panel = (name) => document.querySelector(`[data-panel=${name}]`);

/** Shows a panel, wherever it is. */
export function open(name) {
  if (!sharing().includes(name)) return;
  shown = name;
  lay();
}

const sharing = () => WIDTHS.find(([width]) => matchMedia(width).matches)[1];

function lay() {
  const shared = sharing();
  if (shared.length > 0 && !shared.includes(shown)) shown = shared[0];
  const list = $('tabs');
  const focused = list.contains(document.activeElement);
  list.hidden = shared.length === 0;
  if (shared.includes('key')) panel('key').before(list);
  else panel('key').after(list);
  list.after($('over')); // a preview lies over what the tabs show
  list.replaceChildren(...shared.map((name) => element('button', {
    type: 'button', role: 'tab', id: `tab-${name}`, 'data-tab': name, 'aria-selected': String(name === shown),
    'aria-controls': `${name}-panel`, tabindex: name === shown ? 0 : -1, onclick: () => open(name),
  }, NAMES[name])));
  for (const name of Object.keys(NAMES)) {
    const tab = shared.includes(name);
    panel(name).hidden = tab && name !== shown;
    panel(name).setAttribute('role', tab ? 'tabpanel' : 'region');
  }
  set({ panel: shared.length > 0 ? shown : 'values' }); // on a wide page all are in view
  const tab = $(`tab-${shown}`);
  if (focused) tab?.focus();
  if (tab) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.clientWidth) / 2;
}

export function startTabs() {
  if (matchMedia('(max-width: 899px)').matches) shown = 'key';
  WIDTHS.forEach(([width]) => matchMedia(width).addEventListener('change', lay));
  $('tabs').addEventListener('keydown', (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const tabs = [...$('tabs').children].map((tab) => tab.dataset.tab);
    open(tabs[(tabs.indexOf(shown) + by + tabs.length) % tabs.length]);
  });
  lay();
}
