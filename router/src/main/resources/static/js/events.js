import { $, element } from './dom.js';
import { noun } from './marks.js';
import { state } from './state.js';
import { time } from './words.js';

const SIGNS = { join: '▲', leave: '▼', down: '✕', up: '●', settings: '◆', missed: '…' };

function words({ member, reason }) {
  return [member ? noun(member) : 'The ring', ` ${reason.replace(/\.$/, '')}.`];
}

function row(event) {
  const said = event.type === 'missed' ? [event.reason] : words(event);
  return element('li', { 'data-type': event.type },
    element('time', {}, time(event.time)),
    element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[event.type]),
    element('span', {}, ...said, event.epoch ? ` Epoch ${event.epoch}.` : ''));
}

/** What happened, newest first, in words. */
export function drawEvents() {
  $('no-events').hidden = state.events.length > 0;
  $('events').replaceChildren(...state.events.map(row));
}
