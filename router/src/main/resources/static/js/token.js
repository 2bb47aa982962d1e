import { $, say } from './dom.js';

const KEPT = 'ring-token';

/** Takes the token out of the address, so that no history or screenshot shows it. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    sessionStorage.setItem(KEPT, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
}

export function forgetToken() {
  sessionStorage.removeItem(KEPT);
}

/** The token of this tab; asks for it where there is none. Null: the asked one would not say. */
export async function token() {
  return sessionStorage.getItem(KEPT) ?? ask();
}

function ask() {
  const dialog = $('token-dialog');
  const input = $('token');
  input.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const given = dialog.returnValue === 'use' && input.value.trim();
      if (given) sessionStorage.setItem(KEPT, given);
      else say('Nothing was changed.');
      resolve(given || null);
    }, { once: true });
  });
}
