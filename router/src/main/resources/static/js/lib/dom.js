/** The element with this id. */
export const $ = (id) => document.getElementById(id);

const SVG = 'http://www.w3.org/2000/svg';

function build(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** An HTML element; strings among the children become text, never markup. */
export const element = (name, attributes = {}, ...children) =>
  build(document.createElement(name), attributes, children);

/** An SVG element. */
export const shape = (name, attributes = {}, ...children) =>
  build(document.createElementNS(SVG, name), attributes, children);

/** Tells an element from its neighbours: by its key, if it has one. */
const look = (one) => one.dataset.key ?? [one.localName, one.getAttribute('class'), one.dataset.action].join();

/**
 * Makes an element look like another. What is in both stays, with its focus, what is
 * typed in it, a click that has begun, and attributes that the other has not. Each
 * element has either text in it, or elements of which no two have the same look.
 */
export function renew(kept, made) {
  if ('defaultValue' in kept && kept.value === kept.defaultValue) kept.value = made.value;
  for (const { name, value } of made.attributes) kept.setAttribute(name, value);
  if (made.children.length === 0 && kept.textContent !== made.textContent) kept.textContent = made.textContent;
  const old = new Map([...kept.children].map((one) => [look(one), one]));
  place(kept, [...made.children].map((one) => (old.has(look(one)) ? renew(old.get(look(one)), one) : one)));
  return kept;
}

/** Gives an element these children, and moves none that stays in its order. */
function place(parent, children) {
  [...parent.children].filter((one) => !children.includes(one)).forEach((one) => one.remove());
  children.forEach((one, i) => {
    if (parent.children[i] !== one) parent.insertBefore(one, parent.children[i] ?? null);
  });
}
