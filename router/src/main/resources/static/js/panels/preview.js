import { $, element } from '../lib/dom.js';
import { inOrder, percent } from '../lib/text.js';
import { cancel, confirm, undo } from '../model/changes.js';
import { member, say, state, watch } from '../model/state.js';
import { noun } from './noun.js';

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
  if (moves.sampled) return [...words, '.'];
  if (takers.length === 1) words.push(', all of it to ', noun(takers[0]));
  else if (givers.length === 1) words.push(', all of it from ', noun(givers[0]));
  return [...words, ...(sameMembers({ change }) ? ['.'] : ['. Modulo would move ', element('span', { class: 'noun' }, `${percent(moves.moduloMovedShare)}.`)])];
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

/** What would move, in words and numbers, with the choice to do it or not. */
function drawPreview() {
  const { preview, making } = state;
  const panel = $('preview');
  const opens = panel.hidden && preview;
  const closes = panel.contains(document.activeElement) && !preview;
  if (opens) opener = document.activeElement;
  panel.hidden = !preview;
  if (closes && opener.isConnected) opener.focus({ preventScroll: true });
  if (!preview) return panel.replaceChildren();
  const { change, moves, note } = preview;
  const focused = document.activeElement?.id;
  const buttons = change.command
    ? [element('p', {}, 'To do it, start one more node. It joins by itself, under a name of its own:'), element('code', { class: 'command' }, change.command),
      navigator.clipboard ? element('button', { type: 'button', onclick: () => copy(change.command) }, 'Copy') : '']
    : [element('button', { type: 'button', id: 'confirm', class: 'main', onclick: confirm, disabled: making }, making ? 'Confirming…' : 'Confirm')];
  panel.replaceChildren(...[
    element('h2', {}, `Preview: ${change.words}`),
    note ? element('p', { class: 'note' }, note) : null,
    element('p', {}, ...summary(preview)),
    isEmpty(preview) ? null : element('ul', { class: 'scales' }, scale('moves', moves.movedShare, 'moves'), ...(moves.movedShare === 0 || sameMembers(preview) ? []
      : [['ideal', moves.idealMovedShare], ['modulo', moves.moduloMovedShare]].filter(([, share]) => share !== undefined).map(([name, share]) => scale(name, share, name)))),
    element('ul', { class: 'shares' }, ...moves.members.filter(({ before, after }) => before !== after).sort((a, b) => inOrder(a.id, b.id)).slice(0, 12).map(shares)),
    element('div', { class: 'tools' }, ...buttons, element('button', { type: 'button', id: 'cancel', onclick: cancel, disabled: making }, 'Cancel')),
  ].filter(Boolean));
  if (['confirm', 'cancel'].includes(focused)) (making ? panel : $(focused))?.focus();
  if (!opens) return;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: 'nearest' });
}

function drawDone() {
  const { made, trouble } = state;
  $('done').hidden = !made;
  $('undo').hidden = !made?.change.undo;
  if (made) {
    $('done-words').textContent = made.change.done;
    // The button that had the focus is gone.
    if (document.activeElement === document.body) $('undo').focus({ preventScroll: true });
  }
  $('trouble').hidden = !trouble;
  $('trouble').textContent = trouble ?? '';
}

export function startPreview() {
  $('undo').addEventListener('click', undo);
  watch(drawPreview);
  watch(drawDone);
}
