import { reactive } from '../lib/reactive.js';

export const { state, set, watch, afterDrawing } = reactive({
  // What is drawn, always of one epoch: GET /ring, GET /ring/points and GET /ring/lookup of the key.
  live: null, // { epoch, ring, points, lookup }
  past: null, // the same of an earlier epoch, while that is looked at
  get shown() { return this.past ?? this.live; },
  get ring() { return this.shown?.ring; },
  get points() { return this.shown?.points; },
  get lookup() { return this.shown?.lookup; },
  vitals: new Map(), // what is seen of each member: its status, and its requests
  down: new Set(), // ids of members that do not answer
  rebalance: null, // values that move before the ring changes
  rate: 0, // requests a second, of the whole cluster
  local: false, // true if the cluster can start and stop its nodes
  link: 'connecting', // or live, lost
  seen: Date.now(), // when the cluster last said something
  key: 'Alice',
  answer: null, // GET /route of the key
  asking: null, // a key whose answer takes long
  step: 7,
  playing: false,
  speed: 1,
  unit: 1, // of the drawing, for a pixel on the screen
  isolated: null, // id of a member
  arc: null, // index of the point that is pointed at
  view: null, // lanes or band once chosen; by the number of points before
  get lanes() { return this.view ? this.view === 'lanes' : this.points?.points.length > 200; },
  preview: null, // a change that was not made yet, and what it would move
  making: false, // while the change in preview is being made
  made: null, // the change that was made last, and how to undo it
  trouble: null, // why a change was not made
  traffic: null, // what was sent, and how it went
  pair: null, // two rings to compare, each with the sample keys on it
  side: 1, // which of them a small page shows
  comparison: null, // GET /lab/compare
  events: [],
  history: [], // GET /ring/history
  sampling: true, // true while sample keys are drawn
  samples: null, // POST /ring/lookup of them, and who owned them before
  said: { text: '' }, // what is read out
  /** The answer to the key, if neither the ring nor its members have changed since. */
  get currentAnswer() { return this.answer && !this.past && !this.answer.aged && this.answer.epoch === this.shown?.epoch ? this.answer : null; },
});

export const member = (id) => state.ring?.members.find((one) => one.id === id);

/** Says something to listeners, who do not see the page. */
export const say = (text) => set({ said: { text } });
