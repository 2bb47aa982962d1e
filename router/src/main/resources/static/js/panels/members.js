import { $, element, renew } from '../lib/dom.js';
import { many, percent } from '../lib/text.js';
import { join, leave, preview, refused, weigh } from '../model/changes.js';
import { actOnNode, resetCluster } from '../model/cluster.js';
import { load } from '../model/live.js';
import { isJoining, isMember } from '../model/newcomers.js';
import { say, set, state, watch } from '../model/state.js';
import { COMPOSE } from '../model/words.js';
import { badge, term } from './noun.js';

const paused = new Set(); // nodes that this page has paused, and not started again

async function act(id, action) {
  try {
    if (!(await actOnNode(id, action))) return;
    if (action === 'pause') paused.add(id);
    else paused.delete(id);
    say(`${id}: ${action}.`);
    set({ trouble: null });
    await load();
  } catch (refusal) {
    refused(refusal);
  }
}

const button = (action, words, id, onclick) =>
  element('button', { type: 'button', 'data-action': action, 'aria-label': `${words} ${id}`, onclick }, words);

/** The buttons of a node's life, where the cluster has them, or else commands: a container answers to its host's name. */
function life({ id, url, leased }) {
  const down = isDown(id);
  const { hostname } = new URL(url);
  const runs = leased ? 'docker' : hostname === id ? COMPOSE : null;
  if (!state.local) return runs ? commands(runs, down, hostname) : [];
  const actions = down && !heldOut(id) ? ['start'] : paused.has(id) ? ['stop', 'start'] : ['stop', 'pause'];
  return actions.map((action) => button(action, { stop: 'Stop', pause: 'Pause', start: 'Start' }[action], id, () => act(id, action)));
}

const code = (words) => element('code', { class: 'command', 'data-action': words.match(/\w+(?= \S+$)/)[0] }, words);

/** A container that was paused is not started but unpaused. */
const commands = (runs, down, name) => (down
  ? [code(`${runs} start ${name}`), element('span', {}, 'or, if it was paused,'), code(`${runs} unpause ${name}`)]
  : [code(`${runs} stop ${name}`), code(`${runs} pause ${name}`)]);

function weight(one) {
  if (state.ring.settings.placement !== 'virtual-nodes') return null;
  const input = element('input', { type: 'number', min: '0.1', max: '100', step: 'any', value: one.weight, required: true, 'data-action': 'weigh', 'aria-label': `Weight of ${one.id}` });
  return element('form', { class: 'weight', onsubmit: (event) => {
    event.preventDefault();
    preview(weigh(one.id, Number(input.value)));
  } }, input, element('button', { type: 'submit', 'data-action': 'weight', 'aria-label': `Set the weight of ${one.id}` }, 'Set weight'));
}

function standing(one) {
  const where = one.position === undefined ? term('point', many(one.points, 'point'), 'where') : term('position', `at ${one.position}`, 'where');
  return element('p', {}, where, element('span', { class: 'dot' }, ' · '), term('weight', `weight ${one.weight}`, 'heavy'));
}

/** Why a member that is down gets nothing. */
function trouble({ id }) {
  const { heldOutMillis } = state.vitals.get(id) ?? {};
  if (heldOutMillis) return `${id} answers again. It is held out for ${Math.ceil(heldOutMillis / 1000)} s, since it went down too often.`;
  return `${id} does not answer. ${fate()}`;
}

const isDown = (id) => !state.past && state.down.has(id);

const heldOut = (id) => Boolean(state.vitals.get(id)?.heldOutMillis);

const fate = () => (state.ring.settings.onOwnerFailure === 'fail' ? 'Its keys get 500.' : 'Its keys go to the next member.');

function card(one) {
  const down = isDown(one.id);
  return element('li', { class: `card ${down ? 'down' : ''}`, 'data-key': one.id, 'data-member': one.id, 'data-status': down ? 'DOWN' : 'UP', 'data-share': one.share },
    element('p', { class: 'head' }, badge(one.id), element('b', {}, one.id), element('span', { class: 'status' }, down ? '✕ DOWN' : 'UP'), term('share', percent(one.share), 'share')),
    standing(one),
    down ? element('p', { class: 'note' }, trouble(one)) : null,
    weight(one),
    element('div', { class: 'tools' }, ...life(one), button('remove', 'Remove', one.id, () => preview(leave(one.id)))));
}

/** A card a member, and the settings of the ring. */
function drawMembers() {
  const { ring, local } = state;
  $('reset').hidden = !local;
  if (!ring) return;
  const focused = document.activeElement?.closest('#members > li');
  renew($('members'), element('ul', {}, ...ring.members.map(card)));
  // The button that had the focus is gone: a node was stopped, say.
  if (focused?.isConnected && !focused.contains(document.activeElement)) focused.querySelector('.tools button').focus();
}

/** The first id that is neither in the ring nor about to be. */
function nextId() {
  let n = 1;
  while (isMember(`node${n}`) || isJoining(`node${n}`)) n++;
  return `node${n}`;
}

export const addMember = () => state.link === 'live' && !state.past && preview(join(nextId()));

export const removeLast = () => {
  const id = state.isolated ?? state.ring?.members.at(-1)?.id;
  if (id && state.link === 'live' && !state.past) preview(leave(id));
};

const isolate = (id) => set({ isolated: id });

const idAt = (target) => target.closest?.('[data-member]')?.dataset.member ?? null;

/** Brings members, settings and values back to what they were at the beginning. */
async function reset() {
  if (!window.confirm('Start again as at the beginning? Members and settings are set back, and all values are deleted.')) return;
  try {
    if (!(await resetCluster())) return;
    set({ trouble: null, traffic: null });
    await load();
    say('The cluster is as at the beginning.');
  } catch (refusal) {
    refused(refusal);
  }
}

/** Pointing at a member, or its focus, isolates it wherever it is drawn. */
export function startMembers() {
  $('add-member').addEventListener('click', addMember);
  $('reset').addEventListener('click', reset);
  for (const list of [$('members'), $('bars')]) {
    list.addEventListener('pointerover', ({ target }) => isolate(idAt(target)));
    list.addEventListener('pointerleave', () => isolate(null));
    list.addEventListener('focusin', ({ target }) => isolate(idAt(target)));
    list.addEventListener('focusout', () => isolate(null));
  }
  watch(drawMembers);
}
