/** What runs the containers of the compose file, as in the README. */
export const COMPOSE = 'docker-compose';

/** What the page's nouns mean. */
export const MEANINGS = {
  member: 'a node that is in the ring',
  key: 'what is looked up; it lies at one position',
  position: 'a place on the ring',
  point: 'a position at which a member stands',
  arc: 'the positions that a point owns: those behind it, up to the point before',
  share: 'how much of the ring a member owns',
  weight: 'how many times as large a share a member is to get',
  value: 'what is stored for a key',
  copy: 'a value on the disk of one member',
  epoch: 'grows by one with each change of the ring',
};

/** The names of settings, as people say them. */
const SETTINGS = { virtualNodes: 'points per member', onOwnerFailure: 'if the owner is down', boundedLoad: 'the bound on load', maxAttempts: 'attempts per request', connectTimeout: 'time to connect', readTimeout: 'time to answer', replicas: 'copies of each value' };

const VALUES = { fail: 'answer 500', 'next-node': 'ask the next member' };

/** A setting that changed, in words. */
export const changedSetting = (name, after, before) => `${SETTINGS[name] ?? name}: ${VALUES[after] ?? after}, not ${VALUES[before] ?? before}`;

/** What changed of a member, in words that follow its name. */
export const changedMember = (fields) => `has ${Object.entries(fields).map(([name, { before, after }]) =>
  (name === 'leased' ? 'no lease any more' : `${name} ${after}${before === undefined ? '' : `, not ${before}`}`)).join(', ')}`;

/** A sentence of the router, with its settings in words. */
export const plain = (sentence) => sentence.replace(/^has (?=\w+ .*, not )/, 'has new settings: ')
  .replace(/(\w+) ([\w.-]+), not ([\w.-]+?)(?=\.?(, |$))/g, (_, name, after, before) => changedSetting(name, after, before));
