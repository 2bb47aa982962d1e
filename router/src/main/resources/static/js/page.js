import { $ } from './lib/dom.js';
import { keepUp } from './model/changes.js';
import { followHistory, showPast } from './model/history.js';
import { startLive } from './model/live.js';
import { followNewcomers } from './model/newcomers.js';
import { afterDrawing, set, state, watch } from './model/state.js';
import { takeToken } from './model/token.js';
import { givenEpoch, keepAddress, otherPlacement, takeAddress } from './panels/address.js';
import { startCompare } from './panels/compare.js';
import { startDock } from './panels/dock.js';
import { drawEvents } from './panels/events.js';
import { startHeader } from './panels/header.js';
import { startKey } from './panels/key.js';
import { startLessons } from './panels/lessons.js';
import { startMembers } from './panels/members.js';
import { startPreview } from './panels/preview.js';
import { startRouters } from './panels/routers.js';
import { startSettings } from './panels/settings.js';
import { startShortcuts } from './panels/shortcuts.js';
import { startSteps } from './panels/steps.js';
import { drawTable } from './panels/table.js';
import { startTabs } from './panels/tabs.js';
import { startTheme } from './panels/theme.js';
import { startTimeline } from './panels/timeline.js';
import { askForToken } from './panels/token.js';
import { startTrial } from './panels/trial.js';
import { startRebalance } from './panels/rebalance.js';
import { startTraffic } from './panels/traffic.js';
import { startValues } from './panels/values.js';
import { startMagnifier } from './ring/magnifier.js';
import { startPicture } from './ring/picture.js';
import { startPointing } from './ring/pointing.js';
import { startRing } from './ring/ring.js';

/** Puts all that is not of the isolated member into the background. */
function isolate() {
  $('ring').classList.toggle('isolating', state.isolated !== null);
  document.querySelectorAll(':is(#ring, #members, #bars) [data-member]').forEach((one) => one.classList.toggle('isolated', one.dataset.member === state.isolated));
}

takeToken(askForToken);
takeAddress();
[startTheme, startTabs, startHeader, startRouters, startRing, startPointing, startMagnifier, startPicture, startKey, startSteps, startMembers, startTrial, startTraffic,
  startSettings, startPreview, startShortcuts, startDock, startTimeline, startCompare, startValues, startLessons, startRebalance].forEach((start) => start());
[drawTable, drawEvents, keepUp, keepAddress, followHistory, followNewcomers].forEach(watch);
afterDrawing(isolate);
startLive(() => {
  const note = otherPlacement();
  if (givenEpoch() !== null) showPast(givenEpoch());
  if (note) set({ trouble: note });
});
