import { $, shape } from '../lib/dom.js';

const KEPT = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'fill-opacity', 'stroke-opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'paint-order', 'display', 'visibility', 'stroke-linecap'];

/** What XML can't say: control characters, which a key may have. */
const UNSPEAKABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/** Writes the styles that the page gives into the elements themselves, as attributes: the page's policy forbids inline styles. */
function withStyles(shown, copy) {
  const style = getComputedStyle(shown);
  copy.removeAttribute('style');
  KEPT.forEach((name) => copy.setAttribute(name, style.getPropertyValue(name)));
  [...shown.children].forEach((child, i) => withStyles(child, copy.children[i]));
}

/** The ring as a picture that stands alone. */
export function picture() {
  const ring = $('ring');
  const copy = ring.cloneNode(true);
  withStyles(ring, copy);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('role', 'img');
  ['tabindex', 'aria-roledescription', 'aria-describedby'].forEach((name) => copy.removeAttribute(name));
  const ground = shape('rect', { x: -320, y: -320, width: 640, height: 640, fill: getComputedStyle(document.documentElement).backgroundColor });
  copy.querySelector('defs').after(ground);
  return new XMLSerializer().serializeToString(copy).replace(UNSPEAKABLE, '\ufffd');
}

export function startPicture() {
  $('download').addEventListener('click', () => {
    const url = URL.createObjectURL(new Blob([picture()], { type: 'image/svg+xml' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'ring.svg';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
}
