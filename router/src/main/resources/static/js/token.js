import { $, say } from './dom.js';

const KEPT = 'ring-token';

/** Takes the token out of the address, so that no history or screenshot shows it. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    keepToken(given);
    history.replaceState(null, '', location.pathname + location.search);
  }
}

export const keepToken = (token) => sessionStorage.setItem(KEPT, token);

export const forgetToken = () => sessionStorage.removeItem(KEPT);

/** The token of this tab; asks for it where there is none. Null: nobody would say. */
export const token = async (note) => sessionStorage.getItem(KEPT) ?? ask(note);

function ask(note) {
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
      resolve(/^[\x21-\x7e]+$/.test(given) ? given : given ? ask('A token is of visible ASCII characters.') : null);
    }, { once: true });
  });
}
