// Keys to send: as many different ones as requests, or few that are asked for again and again.

const KEYS = 1000; // different ones, by Zipf
const EXPONENT = 1;

const random = () => `key-${Math.random().toString(36).slice(2, 10)}`;

function zipf() {
  const prefix = random();
  const sums = [];
  for (let rank = 1, sum = 0; rank <= KEYS; rank++) sums.push(sum += 1 / rank ** EXPONENT);
  return () => {
    const drawn = Math.random() * sums.at(-1);
    return `${prefix}-${sums.findIndex((sum) => sum >= drawn) + 1}`;
  };
}

/** Draws keys: each as likely as the other, or by Zipf's law. */
export const randomKeys = (kind) => (kind === 'zipf' ? zipf() : random);
