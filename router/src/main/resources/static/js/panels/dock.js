import { $ } from '../lib/dom.js';

/** On a small page the ring stays in view, small, while what lies below it scrolls. */
export function startDock() {
  new IntersectionObserver(([stage]) => $('stage').classList.toggle('docked', stage.intersectionRatio < 0.45 && stage.boundingClientRect.top < 0),
    { threshold: [0, 0.45] }).observe($('stage'));
}
