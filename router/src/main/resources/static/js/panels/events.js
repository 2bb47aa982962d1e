import { $, element } from '../lib/dom.js';
import { time } from '../lib/text.js';
import { state } from '../model/state.js';
import { noun } from './noun.js';

const SIGNS = { join: '▲', leave: '▼', down: '✕', up: '●', change: '◆', settings: '◆', rebalance: '⇄', missed: '…' };

function sentence({ member, reason }) {
  return [member ? noun(member) : 'The ring', ` ${reason.replace(/\.$/, '')}.`];
}

function row(event) {
  const said = event.type === 'missed' ? [event.reason] : sentence(event);
  return element('li', { 'data-type': event.type },
    element('time', {}, time(event.time)),
    element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[event.type]),
    element('span', { title: event.epoch ? `epoch ${event.epoch}` : null }, ...said));
}

/** What happened, newest first, in words. */
export function drawEvents() {
  $('no-events').hidden = state.events.length > 0;
  $('events').replaceChildren(...state.events.map(row));
}
