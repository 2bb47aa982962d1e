// How even the shares are: with few points, with many, and with another hash.
import { percent } from '../../lib/text.js';
import { lab, MEMBERS, series, table } from './lab.js';
import { connected } from './needs.js';

const FEW = 3;

export const fewCuts = {
  title: 'One point each',
  question: () => `${FEW} members stand at one hashed point each. How large is the largest share of the ring?`,
  guess: { least: Math.ceil(100 / FEW), most: 100, step: 1, words: (share) => `${share} %` },
  needs: connected,
  async measure() {
    const { largestOverMean } = (await lab({ members: FEW, points: 1 }))['virtual-nodes'];
    const share = largestOverMean / FEW;
    return {
      value: share * 100,
      words: percent(share),
      sentence: `An even share is ${percent(1 / FEW)}. ${largestOverMean > 1.2 ? 'A few random cuts rarely make even pieces.' : 'These pieces happen to be even. With a few random cuts they rarely are.'}`,
    };
  },
};

const POINTS = [10, 40, 160, 640];
const ENOUGH = 1.2; // times the mean

export const enoughPoints = {
  title: 'Enough points',
  question: () => `${MEMBERS} members. How many points does each need, so that the largest share is at most ${ENOUGH} × the mean?`,
  guess: { choices: [...POINTS.map((points) => [points, String(points)]), ['more', 'more']] },
  needs: connected,
  async measure() {
    const found = await series(POINTS);
    const enough = found.findIndex((_, i) => found.slice(i).every(({ largest }) => largest <= ENOUGH));
    const [few, many] = [found[0], found.at(-1)].map(({ largest }) => largest - 1);
    return {
      value: POINTS[enough] ?? 'more',
      rows: table('Largest over mean', found),
      sentence: many < few
        ? `With ${POINTS[0]} points the largest share is ${percent(few)} above the mean, with ${POINTS.at(-1)} points ${percent(many)}. More points help, but slowly.`
        : 'More points did not help here. They help on average.',
    };
  },
};

const EACH = 160;
const MORE = 640;
const SAME = 0.05; // of the mean

export const hashes = {
  title: 'The hash',
  question: () => `The same ${MEMBERS} members, ${EACH} points each. FNV-1a, a weaker hash, replaces MD5. What becomes of the largest share?`,
  guess: { choices: [['smaller', 'smaller'], ['same', 'about the same'], ['larger', 'larger']] },
  needs: connected,
  async measure() {
    const [md5, fnv] = [await series([EACH, MORE], { hash: 'md5' }), await series([EACH, MORE], { hash: 'fnv1a' })];
    const difference = fnv[0].largest - md5[0].largest;
    const worse = fnv[1].largest > md5[1].largest + SAME;
    return {
      value: difference > SAME ? 'larger' : difference < -SAME ? 'smaller' : 'same',
      rows: [['Points', 'MD5', 'FNV-1a'], ...[EACH, MORE].map((points, i) => [points, md5[i].largest.toFixed(2), fnv[i].largest.toFixed(2)])],
      sentence: difference > SAME
        ? `Similar names lie close together, so points clump. ${worse ? `Even ${MORE / EACH} × the points do not make up for it.` : 'Here, more points make up for it.'}`
        : 'Here the weaker hash does no harm; other names may clump.',
    };
  },
};
