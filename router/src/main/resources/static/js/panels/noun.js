import { element } from '../lib/dom.js';
import { colour, hatched, letter } from '../model/marks.js';

/** The letter of a member in its colour. */
export const badge = (id) =>
  element('span', { class: `badge ${colour(id)} ${hatched(id) ? 'hatched' : ''}`, 'data-letter': letter(id) });

/** A member as a noun: its badge and its id. */
export const noun = (id) => element('span', { class: 'noun', title: `${id}: a member of the ring` }, badge(id), element('b', {}, id));
