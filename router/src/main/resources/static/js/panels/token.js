import { $ } from '../lib/dom.js';
import { say } from '../model/state.js';

/** Asks for the token. Null: none was given. */
export function askForToken(note) {
  const dialog = $('token-dialog');
  const input = $('token');
  input.value = '';
  $('token-note').textContent = note;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const given = dialog.returnValue === 'use' && input.value.trim();
      if (!given) say('Nothing was changed.');
      // Another character can't be sent, and no token has one.
      resolve(/^[\x21-\x7e]+$/.test(given) ? given : given ? askForToken('A token is of visible ASCII characters.') : null);
    }, { once: true });
  });
}
