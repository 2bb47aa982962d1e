import { keepAddress, otherPlacement, takeAddress } from './address.js';
import { keepUp } from './changes.js';
import { $ } from './dom.js';
import { startDock } from './dock.js';
import { drawEvents } from './events.js';
import { drawAnswer, lookUp, startKey } from './key.js';
import { drawLive, startLive } from './live.js';
import { centreOnKey, drawMagnifier, startMagnifier } from './magnifier.js';
import { drawMembers, drawSettings, startMembers } from './members.js';
import { startPicture } from './picture.js';
import { drawArc, startPointing } from './pointing.js';
import { drawDone, drawMoved, drawPreview, startPreview } from './preview.js';
import { drawPointed, drawRing, isolate, startRing } from './ring.js';
import { startShortcuts } from './shortcuts.js';
import { inLanes, state } from './state.js';
import { drawPlay, drawSteps, startSteps } from './steps.js';
import { drawTable } from './table.js';
import { startTabs } from './tabs.js';
import { startTheme } from './theme.js';
import { takeToken } from './token.js';
import { drawTraffic, startTraffic } from './traffic.js';
import { drawMiddle, drawWalk } from './walk.js';

/** The key of the address is looked up as soon as there is a ring. */
function first() {
  if (state.answer || state.asking !== null || !state.ring?.members.length) return;
  const note = otherPlacement();
  lookUp(state.key).then(() => note && state.set({ trouble: note }));
}

function watch() {
  state.watch(['points'], first);
  state.watch(['ring', 'points', 'lanes'], () => $('lanes').setAttribute('aria-pressed', inLanes()));
  state.watch(['points', 'statuses', 'lanes', 'unit'], drawRing);
  state.watch(['points', 'statuses', 'lanes', 'lookup', 'answer', 'step'], drawWalk);
  state.watch(['points', 'statuses', 'lookup', 'answer', 'step', 'unit'], drawMiddle);
  state.watch(['points', 'lookup', 'unit'], drawMagnifier);
  state.watch(['lookup'], centreOnKey);
  state.watch(['points', 'lanes', 'arc'], drawPointed);
  state.watch(['points', 'arc'], drawArc);
  state.watch(['ring', 'preview'], drawSettings);
  state.watch(['ring', 'link', 'local', 'preview', 'making', 'made'], drawMembers);
  state.watch(['ring', 'traffic'], drawTraffic);
  state.watch(['preview', 'making'], drawPreview);
  state.watch(['points', 'lanes', 'preview', 'made'], drawMoved);
  state.watch(['made', 'trouble'], drawDone);
  state.watch(['ring', 'link', 'rate'], drawLive);
  state.watch(['ring'], drawTable);
  state.watch(['points'], () => state.ring && keepUp());
  state.watch(['ring', 'points', 'lookup', 'answer', 'step'], () => state.ring && state.points && drawSteps());
  state.watch(['ring', 'lookup', 'answer', 'asking'], drawAnswer);
  state.watch(['playing', 'step'], drawPlay);
  state.watch(['events'], drawEvents);
  state.watch(['key', 'step', 'lanes', 'points'], keepAddress);
  state.watch(['points', 'statuses', 'lanes', 'unit', 'traffic', 'isolated', 'lookup', 'ring'], isolate);
}

takeToken();
takeAddress();
startTheme();
startTabs();
startRing();
watch();
[startKey, startSteps, startPointing, startMagnifier, startMembers, startPreview, startTraffic, startPicture, startShortcuts, startDock].forEach((start) => start());
$('key').value = state.key;
startLive();
