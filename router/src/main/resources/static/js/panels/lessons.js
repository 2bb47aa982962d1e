import { $, element } from '../lib/dom.js';
import { guess, inWords, lesson, makeUp, measure, number, openLesson, restore, startCourse, stop } from '../model/lessons/course.js';
import { LESSONS } from '../model/lessons/lessons.js';
import { command } from '../model/lessons/taking-away.js';
import { state, watch } from '../model/state.js';
import { addMember } from './members.js';
import { open } from './tabs.js';

/** The nine, with those that were measured ticked. */
function drawList() {
  LESSONS.forEach(({ title }, i) => {
    const link = $('lessons').children[i].firstChild;
    const measured = i + 1 in state.progress;
    link.textContent = `${i + 1}${measured ? ' ✓' : ''}`;
    link.setAttribute('aria-label', `Lesson ${i + 1}: ${title}${measured ? ', measured' : ''}`);
    if (i + 1 === number()) link.setAttribute('aria-current', 'step');
    else link.removeAttribute('aria-current');
  });
}

/** Buttons, or a slider, which is made anew only for another lesson. */
function answers({ choices, least, most, step, words }) {
  if (choices) return choices.map(([value, name]) => element('button', { type: 'button', 'data-value': value, onclick: () => guess(value) }, name));
  const slider = element('input', { type: 'range', min: least, max: most, step, value: (least + most) / 2, 'aria-label': 'Your guess' });
  const take = () => guess(Number(slider.value));
  ['input', 'click'].forEach((type) => slider.addEventListener(type, take));
  return [element('span', {}, words(least)), slider, element('span', {}, words(most))];
}

/** The question, and what can be answered. */
function drawQuestion() {
  const { course: { stage, guess: guessed, question, trouble } } = state;
  const now = lesson();
  const needs = stage === 'guess' ? now.needs() : null;
  $('lesson-title').textContent = `${number()}. ${now.title}`;
  $('lesson-question').textContent = question ?? now.question();
  $('lesson-note').textContent = trouble ?? needs ?? (stage === 'guess' ? now.warns?.() : null) ?? '';
  const group = $('lesson-answers');
  if (group.dataset.lesson !== String(number())) {
    group.dataset.lesson = number();
    group.replaceChildren(...answers(now.guess));
  }
  for (const one of group.querySelectorAll('button, input')) {
    one.disabled = stage !== 'guess' || Boolean(needs);
    if (one.matches('button')) one.setAttribute('aria-pressed', String(one.dataset.value === String(guessed)));
    else one.setAttribute('aria-valuetext', now.guess.words(guessed ?? one.value));
  }
  $('measure').disabled = stage !== 'guess' || Boolean(needs) || guessed === null;
  $('measure').textContent = stage === 'measuring' ? 'Measuring…' : 'Measure';
  $('lesson-guessed').textContent = now.guess.choices || guessed === null ? '' : `Your guess: ${inWords(now, guessed)}`;
}

const bar = (fraction) => {
  const length = element('span', { class: 'length' });
  length.style.width = `${fraction * 100}%`;
  return element('span', { class: 'track', 'aria-hidden': 'true' }, length);
};

/** The guess beside the measurement, and the sentence that follows from it. */
function drawResult() {
  const { course: { stage, guess: guessed, result } } = state;
  const now = lesson();
  const focused = $('lesson-guess').contains(document.activeElement) || document.activeElement === document.body;
  const appears = !$('lesson-guess').hidden && stage === 'measured';
  $('lesson-guess').hidden = stage === 'measured';
  const both = result ? [['Your guess', guessed, inWords(now, guessed)], ['Measured', result.value, result.words ?? inWords(now, result.value)]] : [];
  $('lesson-result').replaceChildren(...both.map(([what, value, words]) => element('div', { 'data-value': value },
    element('dt', {}, what), element('dd', {}, element('strong', {}, words), now.guess.choices ? null : bar(value / now.guess.most)))));
  const [head, ...rows] = result?.rows ?? [];
  $('lesson-table').replaceChildren(...(head ? [
    element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name)))),
    element('tbody', {}, ...rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, String(cell)))))),
  ] : []));
  $('lesson-sentence').textContent = result?.sentence ?? '';
  if (appears && focused) (state.owed.length > 0 ? $('restore') : $('lesson-next')).focus({ preventScroll: true });
}

/** What goes on, and what can be done. */
function drawDoing() {
  const { course, settling, local, owed } = state;
  const away = owed.find(({ stopped }) => stopped)?.stopped;
  const [words, code] = !settling ? [course.doing, course.command] : local || !away ? ['Restoring the cluster…', ''] : [`Start ${away}:`, command('start', away)];
  $('lesson-doing').hidden = !words;
  $('lesson-doing').firstChild.textContent = words ?? '';
  $('lesson-doing').lastChild.textContent = code ?? '';
  $('lesson-doing').lastChild.hidden = !code;
  $('lesson-add').hidden = course.stage !== 'measuring' || !lesson().adds;
  $('lesson-stop').hidden = course.stage !== 'measuring';
  $('restore').hidden = owed.length === 0 || settling || course.stage === 'measuring';
  const next = $('lesson-next');
  next.hidden = number() === LESSONS.length;
  if (next.hidden) return;
  next.href = `?lesson=${number() + 1}`;
  next.textContent = `${course.stage === 'measured' ? 'Next' : 'Skip to'}: ${LESSONS[number()].title}`;
}

/** A click on a lesson's address opens it here, unless another tab or window is asked for. */
function follow(event) {
  const wanted = new URLSearchParams(event.target.closest?.('a')?.search).get('lesson');
  if (!wanted || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  openLesson(Number(wanted));
}

export function startLessons() {
  $('lessons').append(...LESSONS.map((_, i) => element('li', {}, element('a', { href: `?lesson=${i + 1}` }))));
  $('lessons-panel').addEventListener('click', follow);
  $('lesson-guess').addEventListener('submit', (event) => {
    event.preventDefault();
    measure();
  });
  $('lesson-add').addEventListener('click', addMember);
  $('lesson-stop').addEventListener('click', stop);
  $('restore').addEventListener('click', restore);
  startCourse();
  [drawList, drawQuestion, drawResult, drawDoing, makeUp].forEach(watch);
  watch(() => document.body.classList.toggle('in-lesson', state.lesson !== null));
  if (!state.lesson) return;
  open('lessons');
  let seen = false;
  watch(() => {
    if (seen || state.link !== 'live') return;
    seen = true;
    $('lessons-panel').scrollIntoView({ block: 'nearest' });
  });
}
