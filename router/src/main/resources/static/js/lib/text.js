/** A fraction in per cent, with one decimal. */
export const percent = (fraction) => `${(fraction * 100).toFixed(1)} %`;

const numbers = new Intl.NumberFormat('en');

/** A number with its thousands apart. */
export const count = (number) => numbers.format(number);

/** A number of things: `1 member`, `2 members`. */
export const many = (number, thing, things = `${thing}s`) => `${count(number)} ${number === 1 ? thing : things}`;

/** The start of a text that may be long. */
export const start = (text, most) => {
  const letters = Array.from(text);
  return letters.length > most ? `${letters.slice(0, most).join('')}…` : text;
};

/** A number of bytes as people say it. */
export const bytes = (number) => (number < 1024 ? many(number, 'byte') : number < 1024 ** 2 ? `${(number / 1024).toFixed(1)} KiB` : `${(number / 1024 ** 2).toFixed(1)} MiB`);

export const time = (instant) => new Date(instant).toLocaleTimeString('en-GB');

/** Ids as people count: node2 before node10. */
export const { compare: inOrder } = new Intl.Collator('en', { numeric: true });
