import { percent } from '../../lib/text.js';
import { MEMBERS, series, table, times } from './lab.js';
import { connected } from './needs.js';

const POINTS = [40, 160, 640];
const BOUND = 1.25; // times the mean
const REQUESTS = 1000;

/** As many requests for each key as Zipf's law has them: the first key gets most. */
function zipf() {
  const parts = Array.from({ length: REQUESTS }, (_, i) => 1 / (i + 1));
  const all = parts.reduce((a, b) => a + b);
  const keys = [];
  let sum = 0;
  parts.forEach((part, i) => {
    sum += part;
    while (keys.length < Math.round((REQUESTS * sum) / all)) keys.push(`k${i}`);
  });
  return keys;
}

const requests = zipf();

const hottest = requests.filter((key) => key === requests[0]).length / REQUESTS;

export const hotKey = {
  title: 'One hot key',
  question: () => `One key gets ${percent(hottest)} of all requests. How many points does each of ${MEMBERS} members need, so that none gets more than ${BOUND} × the mean?`,
  guess: { choices: [...POINTS.map((points) => [points, String(points)]), ['none', 'no number']] },
  needs: connected,
  async measure() {
    const found = await series(POINTS, { keys: requests.join() });
    const enough = found.findIndex((_, i) => found.slice(i).every(({ largest }) => largest <= BOUND));
    return {
      value: POINTS[enough] ?? 'none',
      rows: table('Busiest over mean', found),
      sentence: `The ring balances keys, not requests. With bounded load, full members get no more. The busiest then gets ${times(found[0].bounded)}.`,
    };
  },
};
