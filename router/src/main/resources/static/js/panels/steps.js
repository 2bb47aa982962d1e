import { $, element } from '../lib/dom.js';
import { md5 } from '../lib/md5.js';
import { reduced } from '../lib/motion.js';
import { count, many, start } from '../lib/text.js';
import { degrees, pointOf } from '../model/arcs.js';
import { say, set, state, watch } from '../model/state.js';
import { walk } from '../model/walk.js';
import { noun } from './noun.js';

const LAST = 7;
const BYTES = 64; // of a long key, so many are shown
const PAUSE = 1500; // milliseconds from step to step at speed 1

/** Goes some steps on or back, within the seven. */
export function goBy(steps) {
  set({ playing: false, step: Math.min(LAST, Math.max(1, state.step + steps)) });
  sayStep();
}

/** What a step says, once it is drawn. */
const sayStep = () => requestAnimationFrame(() => say($('steps').children[state.step - 1].innerText));

let timer;

export function play() {
  if (reduced()) return;
  set({ playing: !state.playing, ...(state.playing ? {} : { step: state.step === LAST ? 1 : state.step }) });
}

/** While it plays, the next step follows after a pause. */
function drawPlay() {
  const { playing, step, speed } = state;
  clearTimeout(timer);
  $('play').hidden = reduced();
  $('play').textContent = playing ? 'Pause' : 'Play';
  if (!playing) return;
  timer = setTimeout(() => {
    if (document.hidden) drawPlay();
    else {
      set({ step: Math.min(LAST, step + 1), playing: step + 1 < LAST });
      sayStep();
    }
  }, PAUSE / speed);
}

export function startSteps() {
  $('back').addEventListener('click', () => goBy(-1));
  $('next').addEventListener('click', () => goBy(1));
  $('play').addEventListener('click', play);
  $('speed').addEventListener('change', ({ target }) => set({ speed: Number(target.value) }));
  watch(drawPlay);
  watch(drawSteps);
}

function drawSteps() {
  const { lookup, step } = state;
  for (const row of $('steps').children) {
    const number = Number(row.dataset.step);
    row.classList.toggle('to-come', number > step);
    if (number === step) row.setAttribute('aria-current', 'step');
    else row.removeAttribute('aria-current');
  }
  $('answer').classList.toggle('to-come', Boolean(lookup) && step < 6);
  $('back').disabled = step === 1;
  $('next').disabled = step === LAST;
  for (const [id, words] of Object.entries(lookup ? rows() : {})) $(id).replaceChildren(...[words].flat());
  if (lookup) return;
  $('agrees').hidden = true;
  for (const id of ['bytes', 'digest', 'number', 'remainder', 'angle', 'walk', 'reply']) $(id).replaceChildren();
}

function rows() {
  const { lookup, ring } = state;
  const { hash, placement } = ring.settings;
  return {
    bytes: bytes(lookup),
    'hash-name': placement === 'ketama' ? 'MD5' : hash.toUpperCase(),
    digest: element('code', {}, lookup.digest),
    agrees: agrees(lookup, hash),
    ...number(lookup, placement),
    angle: `${count(lookup.position)} ÷ ${count(lookup.size)} × 360° = ${degrees(lookup.position, lookup.size).toFixed(1)}°`,
    walk: way(),
    reply: reply(),
  };
}

function bytes({ utf8 }) {
  const all = utf8.match(/../g);
  const shown = all.slice(0, BYTES).join(' ');
  return [element('code', {}, all.length > BYTES ? `${shown} …` : shown), ` · ${many(all.length, 'byte')}`];
}

function agrees({ key, digest }, hash) {
  const badge = $('agrees');
  badge.hidden = hash !== 'md5';
  if (badge.hidden) return '';
  const same = md5(new TextEncoder().encode(key)) === digest;
  badge.className = same ? 'good' : 'bad';
  badge.title = 'What the browser computes itself, beside what the router says';
  return same ? 'agrees' : 'does not agree';
}

const raised = (number) => String(number).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]);

/** libketama takes four bytes, the lowest first; all others the whole digest, the highest first. */
function number({ digest, size, position }, placement) {
  const ketama = placement === 'ketama';
  const hex = ketama ? digest.slice(0, 8).match(/../g).reverse().join('') : digest;
  const value = BigInt(`0x${hex}`);
  return {
    number: [element('code', {}, value), ketama ? ' the first 4 bytes, lowest first' : ''],
    modulo: `mod ${size > 9999 && Number.isInteger(Math.log2(size)) ? `2${raised(Math.log2(size))}` : count(size)}`,
    remainder: [element('code', {}, `${value / BigInt(size)} × ${size} + `), element('b', {}, position)],
  };
}

function way() {
  const { passed, target, steps, points: between, wraps } = walk(state.shown, state.currentAnswer);
  const { lookup, points } = state;
  const [rank, all] = pointOf(points, target);
  const far = lookup.size > 9999 ? `${degrees(steps, lookup.size).toFixed(1)}°` : many(steps, 'position');
  const place = all > 1 ? [`point ${count(rank)} of ${count(all)} of `, noun(target.member)] : [noun(target.member), ` at ${count(target.position)}`];
  const words = [`${far} clockwise${wraps ? ', past 0,' : ''} to `, ...place];
  if (between > 0) words.push(`, past ${many(between, 'point')}`);
  for (const { member: id } of passed) words.push('; ', noun(id), state.down.has(id) ? ' is DOWN and passed over' : ' is passed over');
  if (passed.length === 0 && state.down.has(target.member)) words.push(', which is DOWN');
  return [...words, '.'];
}

function reply() {
  const answer = state.currentAnswer;
  if (state.past) return 'The ring of the past is drawn only. Requests go to the ring as it is now.';
  if (!answer) return 'Look the key up again to ask the ring as it is now.';
  const who = answer.member ? [noun(answer.member), ' answered '] : ['The router answered '];
  return [...who, element('b', {}, answer.status), ` in ${answer.milliseconds} ms. `, element('code', {}, start(answer.body, 120))];
}
