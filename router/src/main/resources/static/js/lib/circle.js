// The circle that a ring is drawn on: zero at 12 o'clock, clockwise, in degrees.

/** The point at an angle and a radius. */
export function at(degrees, radius) {
  const angle = (degrees * Math.PI) / 180;
  return [radius * Math.sin(angle), -radius * Math.cos(angle)];
}

const place = (degrees, radius) => at(degrees, radius).map((value) => value.toFixed(3)).join(' ');

/** An arc is drawn in pieces of at most so many degrees, so that a whole circle is no special case. */
const PIECE = 120;

function along(radius, from, to, clockwise) {
  const pieces = Math.max(1, Math.ceil(Math.abs(to - from) / PIECE));
  let path = '';
  for (let i = 1; i <= pieces; i++) {
    path += `A${radius} ${radius} 0 0 ${clockwise} ${place(from + ((to - from) * i) / pieces, radius)}`;
  }
  return path;
}

/** A piece of a band: from one angle clockwise to another that is no smaller. */
export const sector = (from, to, inner, outer) =>
  `M${place(from, outer)}${along(outer, from, to, 1)}L${place(to, inner)}${along(inner, to, from, 0)}Z`;

/** A line along the circle. */
export const curve = (from, to, radius) => `M${place(from, radius)}${along(radius, from, to, 1)}`;

/** A line from one radius to another. */
export const ray = (degrees, inner, outer) => `M${place(degrees, inner)}L${place(degrees, outer)}`;

/** The angle of a place on the drawing. */
export const angleOf = (x, y) => ((Math.atan2(x, -y) * 180) / Math.PI + 360) % 360;
