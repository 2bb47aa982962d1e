import { getComparison } from '../cluster.js';

export const MEMBERS = 10;
export const KEYS = 10_000;

/** What the router measures of each placement, by its name. */
export async function lab(query) {
  const { placements } = await getComparison({ members: MEMBERS, keys: KEYS, ...query });
  return Object.fromEntries(placements.map((one) => [one.placement, one]));
}

/** The largest share over the mean with so many points per member, and with bounded load. */
export async function series(numbers, query) {
  const found = [];
  for (const points of numbers) {
    const measured = await lab({ points, ...query });
    found.push({ points, largest: measured['virtual-nodes'].largestOverMean, bounded: measured['bounded-loads'].largestOverMean });
  }
  return found;
}

export const times = (number) => `${number.toFixed(2)} × the mean`;

/** A table of a series. */
export const table = (head, found) => [['Points', head], ...found.map(({ points, largest }) => [points, largest.toFixed(2)])];
