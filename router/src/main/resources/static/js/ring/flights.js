import { at } from '../lib/circle.js';
import { $ } from '../lib/dom.js';
import { reduced } from '../lib/motion.js';
import { degrees } from '../model/arcs.js';
import { colour } from '../model/marks.js';
import { state } from '../model/state.js';

const MOST = 300; // dots in flight
const FLIGHT = 700; // milliseconds
const FROM = 108;
const TO = 214;

let flights = [];
let skipped = 0;

/** A dot flies from the middle of the ring to where a key lies. */
export function fly({ position, owner, status }) {
  if (position === null || !state.points || reduced() || document.hidden) return;
  if (flights.length >= MOST) {
    skipped++;
    return;
  }
  if (flights.length === 0) requestAnimationFrame(draw);
  flights.push({ angle: degrees(position, state.points.size), owner, failed: status !== 200, start: performance.now() });
}

const colours = new Map();

function colourOf(owner) {
  const name = colour(owner);
  if (!colours.has(name)) {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.className = name;
    colours.set(name, getComputedStyle(probe).getPropertyValue('color'));
    probe.remove();
  }
  return colours.get(name);
}

function draw(now) {
  const canvas = $('flights');
  const side = canvas.clientWidth * devicePixelRatio;
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const pen = canvas.getContext('2d');
  pen.setTransform(side / 640, 0, 0, side / 640, side / 2, side / 2);
  pen.clearRect(-320, -320, 640, 640);
  flights = flights.filter(({ start }) => now - start < FLIGHT);
  for (const { angle, owner, failed, start } of flights) {
    const part = Math.max(0, now - start) / FLIGHT;
    const [x, y] = at(angle, FROM + (TO - FROM) * (1 - (1 - part) ** 2));
    pen.fillStyle = pen.strokeStyle = colourOf(owner);
    if (failed) {
      pen.lineWidth = 2;
      pen.stroke(new Path2D(`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`));
    } else pen.fill(new Path2D(`M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`));
  }
  if (flights.length > 0) requestAnimationFrame(draw);
  else {
    colours.clear();
    skipped = 0;
  }
}

/** Of how many requests one is shown. */
export const shownOneIn = () => (skipped === 0 ? 1 : Math.ceil((flights.length + skipped) / Math.max(1, flights.length)));
