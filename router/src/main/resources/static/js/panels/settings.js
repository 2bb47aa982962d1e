import { $ } from '../lib/dom.js';
import { change, preview } from '../model/changes.js';
import { afterDrawing, state, watch } from '../model/state.js';

const CONTROLS = { placement: 'placement', 'virtual-nodes': 'virtualNodes', hash: 'hash', 'on-owner-failure': 'onOwnerFailure', replicas: 'replicas' };

const NUMBERS = ['virtualNodes', 'replicas'];

/** The settings as they are, unless some are being tried. */
function drawSettings() {
  const { ring, preview: open } = state;
  if (!ring || open?.change.body.settings) return;
  for (const [id, name] of Object.entries(CONTROLS)) {
    if (document.activeElement !== $(id) || !$(id).matches('input')) $(id).value = ring.settings[name];
  }
}

function previewSettings() {
  const now = state.ring.settings;
  const changed = Object.entries(CONTROLS)
    .map(([id, name]) => [name, NUMBERS.includes(name) ? Number($(id).value) : $(id).value])
    .filter(([name, value]) => value !== now[name]);
  if (changed.length > 0 && $('settings').reportValidity()) preview(change(Object.fromEntries(changed)));
}

/** Turns off what can't be done now. */
function drawControls() {
  const { ring, link, making, past } = state;
  const placement = ring?.settings.placement;
  for (const control of document.querySelectorAll('#members button, #settings select, #settings input, #trial input, #reset, #add-member, #send, #lookup button, #undo')) {
    control.disabled = link === 'lost' || making || Boolean(past)
      || (control.id === 'virtual-nodes' && placement === 'fixed') || (control.id === 'hash' && placement === 'ketama');
  }
}

export function startSettings() {
  $('settings').addEventListener('change', previewSettings);
  $('settings').addEventListener('submit', (event) => {
    event.preventDefault();
    previewSettings();
  });
  watch(drawSettings);
  afterDrawing(drawControls);
}
