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

export const SETTINGS = { virtualNodes: 'points per member', onOwnerFailure: 'what happens if the owner is down', boundedLoad: 'the bound on load', maxAttempts: 'attempts per request', connectTimeout: 'time to connect', readTimeout: 'time to answer', replicas: 'copies of each value' };

/** A sentence of the router, with the settings' names as people say them. */
export const plain = (sentence) => sentence.replace(/\b[a-z]+[A-Z]\w*|\breplicas\b/g, (name) => SETTINGS[name] ?? name);
