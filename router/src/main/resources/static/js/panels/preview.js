import { $, element } from '../lib/dom.js';
import { bytes, count, inOrder, many, percent } from '../lib/text.js';
import { cancel, confirm, undo } from '../model/changes.js';
import { member, say, state, watch } from '../model/state.js';
import { noun } from './noun.js';

const SHOWN = 12; // shares that change

/** First the member that joins or leaves, then the shares that change most. */
function most({ body: { join, leave } }) {
  const rank = ({ id, before, after }) => (id === (join?.id ?? leave) ? 2 : Math.abs(after - before));
  return (a, b) => rank(b) - rank(a) || inOrder(a.id, b.id);
}

/** A fraction as people say it: `3 of 4 keys`, or else in per cent. */
const portion = (fraction, of) => (of <= 20 && Math.abs(fraction * of - Math.round(fraction * of)) < 1e-9
  ? `${Math.round(fraction * of)} of ${of} keys` : `${percent(fraction)} of the keys`);

/** True if there are as many members before as after. */
const sameMembers = ({ change: { body } }) => Boolean(body.settings || (body.join && member(body.join.id)));

const isEmpty = ({ moves }) => ['before', 'after'].some((when) => moves.members.every((one) => one[when] === 0));

function summary({ change, moves }) {
  if (moves.members.length === 0) return ['The ring has no members, so nothing moves.'];
  if (moves.members.every(({ before }) => before === 0)) return [noun(moves.members[0].id), ' gets the whole ring.'];
  if (moves.members.every(({ after }) => after === 0)) return ['No key has an owner any more: each gets 503.'];
  if (moves.movedShare === 0) return ['No key gets another owner.'];
  const what = moves.sampled ? 'of the keys move, measured on 100,000 of them' : 'of the ring moves';
  const takers = [...new Set(moves.arcs?.map(({ after }) => after))].filter(Boolean);
  const givers = [...new Set(moves.arcs?.map(({ before }) => before))].filter(Boolean);
  const words = [element('strong', {}, percent(moves.movedShare)), ` ${what}`];
  const [before, after] = ['before', 'after'].map((when) => moves.members.filter((one) => one[when] > 0).length);
  if (moves.sampled) return [...words, '.'];
  if (takers.length === 1) words.push(', all of it to ', noun(takers[0]));
  else if (givers.length === 1) words.push(', all of it from ', noun(givers[0]));
  return [...words, '.', ...(sameMembers({ change }) ? [] : [` With hash mod ${count(before)}, which becomes mod ${count(after)}, ${portion(moves.moduloMovedShare, Math.max(before, after))} would get another owner.`])];
}

/** How many values move, of how many, as the members count them. */
function entries({ change: { body }, moves: { entries: moving }, values }) {
  if (!moving?.keys) return null;
  const of = values && values.total >= moving.keys ? `${count(moving.keys)} of ${values.all ? '' : 'at least '}${many(values.total, 'key')}` : many(moving.keys, 'key');
  return element('p', { class: 'entries' }, `${of}, ${bytes(moving.bytes)}, ${moving.keys === 1 ? 'moves' : 'move'}`, ...(body.join && !member(body.join.id) ? [', to ', noun(body.join.id)] : []), '. The ring changes once they have.');
}

const scale = (name, share, words) => {
  const bar = element('span', { class: `length ${name}` });
  bar.style.width = percent(share).replace(' ', '');
  return element('li', {}, element('span', { class: 'what' }, words), element('span', { class: 'track', 'aria-hidden': 'true' }, bar), element('span', { class: 'much' }, percent(share)));
};

async function copy(command) {
  await navigator.clipboard.writeText(command);
  say('Copied.');
}

const shares = ({ id, before, after }) =>
  element('li', {}, noun(id), ` ${percent(before)} → ${percent(after)}`);

let opener; // what had the focus before the preview
let scrolled; // how far the page was

/** What would move, in words and numbers, with the choice to do it or not. */
function drawPreview() {
  const { preview, making } = state;
  const panel = $('preview');
  const opens = panel.hidden && preview;
  const closes = panel.contains(document.activeElement) && !preview;
  if (opens) opener = document.activeElement;
  panel.hidden = !preview;
  if (closes) {
    scrollTo(0, scrolled);
    if (opener.isConnected) opener.focus({ preventScroll: true });
  }
  if (!preview) return panel.replaceChildren();
  const { change, moves, note } = preview;
  const focused = document.activeElement?.id;
  const buttons = change.command
    ? [element('p', {}, 'To do it, start one more container. It joins by itself; no other container is touched.'), element('code', { class: 'command' }, change.command), element('p', {}, 'With Compose 2, write docker compose instead of docker-compose.'),
      navigator.clipboard ? element('button', { type: 'button', onclick: () => copy(change.command) }, 'Copy') : '']
    : moves.possible === false ? [element('p', { class: 'note' }, moves.why)]
    : [element('button', { type: 'button', id: 'confirm', class: 'main', onclick: confirm, disabled: making }, making ? 'Confirming…' : 'Confirm')];
  panel.replaceChildren(...[
    element('h2', {}, `Preview: ${change.words}`),
    note ? element('p', { class: 'note' }, note) : null,
    element('p', { class: 'moves' }, ...summary(preview)),
    entries(preview),
    isEmpty(preview) ? null : element('ul', { class: 'scales' }, scale('moves', moves.movedShare, 'moves'), ...(moves.movedShare === 0 || sameMembers(preview) ? []
      : [['ideal', moves.idealMovedShare], ['modulo', moves.moduloMovedShare]].filter(([, share]) => share !== undefined).map(([name, share]) => scale(name, share, name)))),
    element('ul', { class: 'shares' }, ...moves.members.filter(({ before, after }) => before !== after)
      .sort(most(change)).slice(0, SHOWN).map(shares)),
    element('div', { class: 'tools' }, ...buttons, element('button', { type: 'button', id: 'cancel', onclick: cancel, disabled: making }, 'Cancel')),
  ].filter(Boolean));
  if (['confirm', 'cancel'].includes(focused)) (making ? panel : $(focused))?.focus();
  if (!opens) return;
  say(`Preview: ${change.words}. ${panel.querySelector('.moves').textContent}`);
  scrolled = scrollY;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: 'nearest' });
}

let held = false; // true while what was done had the focus

function drawDone() {
  const { made, making, trouble } = state;
  held ||= $('done').contains(document.activeElement);
  $('done').hidden = !made;
  $('undo').hidden = !made?.change.undo;
  if (!making) $('undo').disabled = false;
  if (made && !making) {
    $('done-words').textContent = made.change.done;
    // The button that had the focus is gone.
    if (document.activeElement === document.body) $('undo').focus({ preventScroll: true });
    held = false;
  } else if (!making && held) {
    $('add-member').disabled = held = false;
    $('add-member').focus({ preventScroll: true });
  }
  $('trouble').hidden = !trouble;
  $('trouble').textContent = trouble ?? '';
}

export function startPreview() {
  $('undo').addEventListener('click', undo);
  watch(drawPreview);
  watch(drawDone);
}
