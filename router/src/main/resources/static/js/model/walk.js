import { distance, pointsBefore } from './arcs.js';

/** How far the walk of a key goes, whom it meets, and who answers. */
export function walk({ lookup, points }, answer) {
  const end = Math.max(0, lookup.candidates.findIndex(({ member }) => member === answer?.member));
  const target = lookup.candidates[end];
  const steps = distance(lookup.position, target.position, lookup.size);
  return {
    passed: lookup.candidates.slice(0, end),
    target,
    steps,
    points: pointsBefore(points, lookup.position, target.position),
    wraps: lookup.position + steps >= lookup.size,
  };
}
