import { element } from '../lib/dom.js';
import { colour, hatched, letter } from '../model/marks.js';
import { MEANINGS } from '../model/words.js';

/** The letter of a member in its colour. */
export const badge = (id) =>
  element('span', { class: `badge ${colour(id)} ${hatched(id) ? 'hatched' : ''}`, 'data-letter': letter(id) });

/** A member as a noun: its badge and its id. */
export const noun = (id) => element('span', { class: 'noun', title: `${id}: ${MEANINGS.member}` }, badge(id), element('b', {}, id));

/** Words with what one of their nouns means. */
export const term = (name, words, kind) => element('span', { class: kind, title: `${name}: ${MEANINGS[name]}` }, words);
