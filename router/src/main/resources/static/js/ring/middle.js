import { count, start } from '../lib/text.js';
import { text } from './dial.js';

/** What the middle of the ring says. */
export function drawMiddle(dial, shown, answer, step, { down, unit }) {
  const lines = shown ? sentence(shown, answer, step, down) : [];
  dial.layer('middle').replaceChildren(...lines.map(([name, words], i) =>
    text(0, (i - (lines.length - 1) / 2) * 25 * Math.max(1, unit) ** 0.5, words, name)));
}

function sentence({ points, lookup }, answer, step, down) {
  const { length } = points.members;
  if (points.points.length === 0) return [['headline', 'No members']];
  if (!lookup || step < 4) return [['headline', length], ['', length === 1 ? 'member' : 'members']];
  const who = (step === 7 && answer?.member) || lookup.owner;
  return [
    ['', start(lookup.key, 14)],
    [lookup.size > 9999 ? 'headline long' : 'headline', lookup.position],
    ['', step < 6 ? `of ${count(lookup.size)}` : `${start(who, 14)}${down.has(who) ? ' ✕' : ''}`],
  ];
}
