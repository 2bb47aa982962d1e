import { $, element } from '../lib/dom.js';
import { percent } from '../lib/text.js';
import { MEANINGS } from '../model/words.js';
import { cancel } from '../model/changes.js';
import { goByChanges, showPast } from '../model/history.js';
import { member, say, set, state } from '../model/state.js';
import { addMember, removeLast } from './members.js';
import { goBy, play } from './steps.js';
import { open } from './tabs.js';
import { sendTraffic } from './traffic.js';

function toggleSamples() {
  const sampling = !state.sampling;
  set({ sampling });
  $('samples').setAttribute('aria-pressed', String(sampling));
}

const toggleLanes = () => set({ view: state.lanes ? 'band' : 'lanes' });

function isolate(digit) {
  const id = state.ring?.members[(Number(digit) + 9) % 10]?.id ?? null;
  const isolated = state.isolated === id ? null : id;
  set({ isolated });
  say(isolated ? `${id}, ${percent(member(id).share)} of the ring.` : 'All members.');
}

const SHORTCUTS = [
  ['/', 'type a key', () => { open('key'); $('key').select(); }],
  ['ArrowLeft', 'step back', () => goBy(-1), '←'],
  ['ArrowRight', 'next step', () => goBy(1), '→'],
  [' ', 'play, pause', play, 'Space'],
  ['a', 'add a member', addMember],
  ['r', 'remove the isolated member, or the last', removeLast],
  ['t', 'send traffic', () => { open('traffic'); sendTraffic(); }],
  ['l', 'lanes or band', toggleLanes],
  ['0-9', 'isolate a member', null, '0 … 9'],
  ['Escape', 'cancel the preview, isolate no member', () => { cancel(); set({ isolated: null }); }, 'Esc'],
  ['k', 'sample keys', toggleSamples],
  ['[', 'the change before', () => goByChanges(-1)],
  [']', 'the change after', () => goByChanges(1)],
  ['End', 'back to live', () => showPast(null)],
  ['f', 'presentation', present],
  ['?', 'this sheet', () => $('help-sheet').showModal()],
];

/** The ring and one sentence, in large type; the arrows step. */
function present() {
  const on = document.body.classList.toggle('presenting');
  $('present').setAttribute('aria-pressed', String(on));
  say(on ? 'Presentation. Arrows step, F ends it.' : 'The whole page.');
}

const typing = (target) => target.matches('input, select');

function press(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (typing(target) && key !== 'Escape') return;
  if (key === ' ' && target.matches('button, summary, a')) return;
  const [, , act] = SHORTCUTS.find(([name]) => name === (key.length === 1 ? key.toLowerCase() : key)) ?? [];
  if (/^\d$/.test(key)) isolate(key);
  else if (act) {
    event.preventDefault();
    act();
  }
}

export function startShortcuts() {
  $('shortcuts').append(...SHORTCUTS.flatMap(([key, what, , shown]) =>
    [element('dt', {}, element('kbd', {}, shown ?? key.toUpperCase())), element('dd', {}, what)]));
  $('words').append(...Object.entries(MEANINGS).flatMap(([word, meaning]) => [element('dt', {}, word), element('dd', {}, meaning)]));
  $('help').addEventListener('click', () => $('help-sheet').showModal());
  $('lanes').addEventListener('click', toggleLanes);
  $('samples').addEventListener('click', toggleSamples);
  $('present').addEventListener('click', present);
  document.addEventListener('keydown', press);
}
