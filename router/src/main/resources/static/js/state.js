import { Store } from './store.js';

export const state = new Store({
  ring: null, // GET /ring
  points: null, // GET /ring/points, of the same epoch
  statuses: '', // of all members, in the order of their ids
  local: false, // whether the cluster can start and stop its nodes
  link: 'connecting', // or live, lost
  seen: Date.now(), // when the cluster last said something
  rate: 0, // requests a second, of the whole cluster
  key: 'Alice',
  lookup: null, // GET /ring/lookup of the key
  answer: null, // GET /route of the key
  asking: null, // a key whose answer takes long
  step: 7,
  playing: false,
  unit: 1, // of the drawing, for a pixel on the screen
  isolated: null, // id of a member
  arc: null, // index of the point that is pointed at
  lanes: null, // true or false once chosen; by the number of points before
  preview: null, // a change that was not made yet, and what it would move
  making: false, // while the change in preview is being made
  made: null, // the change that was made last, and how to undo it
  trouble: null, // why a change was not made
  traffic: null, // what was sent, and how it went
  events: [],
});

export const member = (id) => state.ring?.members.find((one) => one.id === id);

/** The answer to the key, if the ring has not changed since. */
export const currentAnswer = () => (state.answer?.epoch === state.ring?.epoch ? state.answer : null);

/** Whether the page shows lanes. */
export const inLanes = () => state.lanes ?? (state.points?.points.length > 200);
