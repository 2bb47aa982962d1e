import { many, start } from '../lib/text.js';
import { getKeys, getLookup, getLookups, getWhere, read, write } from './cluster.js';
import { SHOWN } from './lookup.js';
import { say, set, state } from './state.js';

const PAGES = 10; // of 1,000 keys; more are not counted
const DRAWN = 300; // keys that are listed and drawn

/** Which keys have values: how many, whether that is all of them, and the first of them where they lie. */
export async function loadValues() {
  const keys = [];
  let next = '';
  let pages = 0;
  do {
    const page = await getKeys(next);
    keys.push(...page.keys);
    next = page.next ?? '';
  } while (next && ++pages < PAGES);
  const drawn = keys.slice(0, DRAWN);
  const lookups = drawn.length > 0 && state.live?.ring.members.length > 0 ? await lookUpAll(drawn) : [];
  set({ values: { total: keys.length, all: !next, lookups } });
  return state.values;
}

const lookUpAll = async (keys) => (await getLookups(keys, state.live.epoch)).lookups;

let turn = 0;

/** Chooses a key: who has its value, and who is to have it. */
export async function choose(key) {
  const mine = ++turn;
  const { epoch } = state.live;
  const [where, lookup, [keepers]] = await Promise.all([getWhere(key), getLookup(key, epoch), getLookups([key], epoch).then(({ lookups }) => lookups)]);
  if (mine === turn) set({ chosen: { key, epoch, position: lookup.position, size: lookup.size, candidates: lookup.candidates, copies: copies(where, keepers), majority: [] } });
}

/** Of each member that keeps a key, now or once values have moved: whether it has the newest version. */
function copies({ replicas }, { replicas: old, next = old }) {
  const newest = replicas.map(({ version }) => version).filter(Boolean).sort(later).at(-1);
  const seen = new Map(replicas.map((one) => [one.member, one]));
  return [...new Set([...old, ...next])].map((id) => {
    const { version, deleted, why } = seen.get(id) ?? {};
    return { id, version, deleted, why, has: version !== undefined && version === newest, old: old.includes(id), next: next.includes(id) };
  });
}

/** Versions are told apart by their first number, and then as text. */
const later = (a, b) => parseInt(a, 10) - parseInt(b, 10) || (a < b ? -1 : 1);

/** Says what came of a request for a value, and shows where the value is now. */
async function done(key, words, members = []) {
  set({ told: { key, words, members } });
  say(words);
  await choose(key);
  set({ chosen: { ...state.chosen, majority: members } });
}

async function attempt(key, act) {
  try {
    await act();
  } catch (refusal) {
    const words = refusal.status === 404 ? `There is no value for ${start(key, SHOWN)}.` : refusal.status ? refusal.message : 'The router does not answer.';
    await done(key, words).catch(() => {});
  }
}

const from = ({ members }, what = 'it') => `${many(members.length, 'member has', 'members have')} ${what} on disk`;

export const putValue = (key, value) => attempt(key, async () => {
  const made = await write(key, value);
  if (!made) return;
  await done(key, `${made.status === 201 ? 'Created' : 'Replaced'}: ${from(made)}.`, made.members);
  await loadValues();
});

export const deleteValue = (key) => attempt(key, async () => {
  const made = await write(key, null);
  if (!made) return;
  await done(key, `Deleted. ${from(made, 'the deletion')}.`, made.members);
  await loadValues();
});

export const getValue = (key) => attempt(key, async () => {
  const found = await read(key);
  const shown = found.type.startsWith('text/') ? `“${start(found.text, 120)}”` : `${found.text.length} letters of ${found.type}`;
  await done(key, `${shown}. ${found.members.length} of ${state.chosen?.key === key ? state.chosen.copies.length : found.members.length} members answered: ${found.members.join(', ')}.`, found.members);
});

let loaded; // for which ring, and which rebalance
let seen; // for how many values that have moved

/** While the values are in view, they are loaded anew with each change of the ring. */
export function followValues() {
  const { live, panel, rebalance } = state;
  const now = `${live?.epoch} ${rebalance?.from}`;
  const moved = `${now} ${rebalance?.keysDone}`;
  if (!live || panel !== 'values' || seen === moved) return;
  seen = moved;
  if (state.chosen) choose(state.chosen.key).catch(() => {});
  if (loaded === now) return;
  loaded = now;
  loadValues().catch(() => { loaded = null; });
}
