import { once, reactive } from '../lib/reactive.js';

/** What moves: by a change of the past, by one that is previewed, under way, or made last. */
const moving = once((past, preview, handing, made) => {
  if (past) return past.moves;
  if (preview) return { kind: 'preview', arcs: preview.moves.arcs };
  if (handing) return { kind: 'rebalance', arcs: handing.arcs };
  return made && { kind: 'made', arcs: made.moves.arcs };
});

const withMoves = once((ring, moves) => ring && { ...ring, moves });

export const { state, set, watch, afterDrawing } = reactive({
  // What is drawn, always of one epoch: GET /ring, GET /ring/points, GET /ring/lookup of the key,
  // POST /ring/lookup of the sample keys, and who owned these before.
  live: null, // { epoch, ring, points, lookup, lookups, before }
  past: null, // the same of an earlier epoch, while that is looked at, and what its change moved
  get moves() { return moving(this.past, this.preview, this.handing, this.made); },
  get shown() { return withMoves(this.past ?? this.live, this.moves); },
  get ring() { return this.shown?.ring; },
  get points() { return this.shown?.points; },
  get lookup() { return this.shown?.lookup; },
  get lookups() { return this.shown?.lookups; },
  get before() { return this.shown?.before; },
  vitals: new Map(), // what is seen of each member: its status, and its requests
  down: new Set(), // ids of members that do not answer
  rebalance: null, // values that move before the ring changes
  handing: null, // GET /ring/rebalance/preview
  shared: null, // the routers that share the ring, and which one the page asks
  rate: 0, // requests a second, of the whole cluster
  rates: [], // the same at each look, with its time
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
  panel: null, // which of those is in view that share one place
  values: null, // which keys have values: { total, all, lookups }
  chosen: null, // one of them, and who has it
  told: null, // what came of the last request for a value
  lesson: null, // the number of a lesson, once one was chosen
  course: { stage: 'guess', guess: null }, // how far the lesson is: guess, measuring, measured
  progress: {}, // of the lessons measured in this tab: their guesses
  owed: [], // what lessons have done to the cluster, and will undo
  settling: false, // while it is undone
  events: [],
  history: [], // GET /ring/history
  sampling: true, // true while sample keys are drawn
  whatChanged: true, // true while a ring of the past shows what its change moved
  said: { text: '' }, // what is read out
  /** The answer to the key, if neither the ring nor its members have changed since. */
  get currentAnswer() { return this.answer && !this.past && !this.answer.aged && this.answer.epoch === this.shown?.epoch ? this.answer : null; },
});

export const member = (id) => state.ring?.members.find((one) => one.id === id);

/** Says something to listeners, who do not see the page. */
export const say = (text) => set({ said: { text } });
