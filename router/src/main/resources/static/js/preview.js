import { degrees, distance } from './arcs.js';
import { sector } from './circle.js';
import { cancel, confirm, undo } from './changes.js';
import { $, element, say, shape } from './dom.js';
import { colour, fill, noun } from './marks.js';
import { move } from './motion.js';
import { layer, radii } from './ring.js';
import { member, state } from './state.js';
import { inOrder, percent } from './words.js';

/** What would move from shares that are even, by weight, before to such after. */
function ideal({ change, moves }) {
  const weights = new Map(state.ring.members.map(({ id, weight }) => [id, state.ring.settings.placement === 'virtual-nodes' ? weight : 1]));
  const after = new Map(weights);
  const { join, leave } = change.body;
  if (join && state.ring.settings.placement === 'virtual-nodes') after.set(join.id, join.weight ?? weights.get(join.id) ?? 1);
  else if (join) after.set(join.id, 1);
  if (leave) after.delete(leave);
  const share = (of, id) => (of.get(id) ?? 0) / [...of.values()].reduce((sum, weight) => sum + weight, 0);
  return moves.members.reduce((sum, { id }) => sum + Math.max(0, (share(after, id) || 0) - (share(weights, id) || 0)), 0);
}

/** Whether as many members are there before as after. */
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

/** What would move, in words and numbers, with the choice to do it or not. */
export function drawPreview() {
  const { preview, making } = state;
  const panel = $('preview');
  const opens = panel.hidden && preview;
  panel.hidden = !preview;
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
      : [scale('ideal', ideal(preview), 'ideal'), scale('modulo', moves.moduloMovedShare, 'modulo')])),
    element('ul', { class: 'shares' }, ...moves.members.filter(({ before, after }) => before !== after).sort((a, b) => inOrder(a.id, b.id)).slice(0, 12).map(shares)),
    element('div', { class: 'tools' }, ...buttons, element('button', { type: 'button', id: 'cancel', onclick: cancel, disabled: making }, 'Cancel')),
  ].filter(Boolean));
  if (['confirm', 'cancel'].includes(focused)) (making ? panel : $(focused))?.focus();
  if (!opens) return;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: 'nearest' });
}

/** One path for each way from a member to another; of each arc what is left after a part of it was handed over. */
function moved(arcs, size, name, part = 0) {
  const ways = Map.groupBy(arcs, ({ before, after }) => JSON.stringify([before, after]));
  return [...ways.values()].map((way) => {
    const [{ before, after }] = way;
    const [holder, other] = state.preview ? [before, after] : [after, before];
    const [inner, outer] = radii(member(holder) ? holder : other);
    const d = way.map(({ from, to }) => {
      const start = degrees(from, size);
      const width = degrees(distance(from, to, size) || size, size);
      return sector(start, start + width * (1 - part), inner, outer);
    }).join('');
    const path = shape('path', { class: `${name} ${colour(before)}`, d });
    if (name === 'handover') path.style.fill = fill(before);
    return path;
  });
}

let swept; // the change whose arcs have gone over

/** The arcs that would move; once they did, they sweep over to their new owners and stay outlined. */
export function drawMoved() {
  const { preview, made, points } = state;
  const { arcs } = (preview ?? made)?.moves ?? {};
  $('ring').classList.toggle('previewing', Boolean(preview && arcs?.length));
  if (!arcs || !points) return layer('moved').replaceChildren();
  const outlines = moved(arcs, points.size, preview ? 'moving' : 'moved');
  if (preview || !made || made === swept) return layer('moved').replaceChildren(...outlines);
  swept = made;
  move('handover', 600, (part) => layer('moved').replaceChildren(...outlines, ...(part < 1 ? moved(arcs, points.size, 'handover', part) : [])));
}

export function drawDone() {
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
}
