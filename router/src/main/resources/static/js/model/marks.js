// A member keeps its colour and letter while the page is open, even if it leaves and comes back.

const COLOURS = 10;
const slots = new Map();

function free(wanted) {
  const taken = new Set(slots.values());
  if (wanted !== null && !taken.has(wanted)) return wanted;
  let slot = 0;
  while (taken.has(slot)) slot++;
  return slot;
}

const numberOf = (id) => id.match(/^\D+0*([1-9]\d?)$/)?.[1];

function slot(id) {
  if (!slots.has(id)) slots.set(id, free(numberOf(id) ? numberOf(id) - 1 : null));
  return slots.get(id);
}

/** Gives those their marks that have none yet: node1 is A, whoever else there is. */
export const meet = (ids) => [...ids.filter(numberOf), ...ids].forEach(slot);

const letters = (n) => (n < 26 ? '' : letters(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));

export const letter = (id) => letters(slot(id));

/** The class that carries a member's colour. */
export const colour = (id) => `m${slot(id) % COLOURS}`;

/** Whether a member's colour is hatched. */
export const hatched = (id) => slot(id) % COLOURS >= COLOURS / 2;

/** What fills a member's shapes: its colour, hatched for the second half of the colours. */
export const fill = (id) => (hatched(id) ? `url(#hatch-${slot(id) % COLOURS})` : 'var(--member)');
