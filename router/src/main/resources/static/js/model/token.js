const KEPT = 'ring-token';

let ask;

/** Takes the token out of the address, so that no history or screenshot shows it. */
export function takeToken(asking) {
  ask = asking;
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!given) return;
  keepToken(given);
  history.replaceState(null, '', location.pathname + location.search);
}

export const keepToken = (token) => sessionStorage.setItem(KEPT, token);

export const forgetToken = () => sessionStorage.removeItem(KEPT);

/** The token of this tab; null: it has none. */
export const heldToken = () => sessionStorage.getItem(KEPT);

/** The token of this tab; asks for it where there is none. Null: none was given. */
export const token = async (note) => heldToken() ?? ask(note);
