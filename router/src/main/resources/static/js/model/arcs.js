// What the points of GET /ring/points say: each owns what lies behind it, up to the point before.

/** How many positions lie from one position clockwise to another. */
export const distance = (from, to, size) => (to - from + size) % size;

export const degrees = (position, size) => (position / size) * 360;

/** The arc (from, to] of the i-th point, how many positions it has, and its member. */
export function arc({ points, size, members }, i) {
  const [to, index] = points[i];
  const [from] = points[(i || points.length) - 1];
  const length = distance(from, to, size);
  // All points at one place: the first of them owns the whole ring.
  const whole = i === 0 && length === 0;
  return { from, to, member: members[index], length: whole ? size : length };
}

/** The index of the point that owns a position. */
export function owning({ points }, position) {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle][0] < position) low = middle + 1;
    else high = middle;
  }
  return low % points.length;
}

/** Which one of its member's points a point is, from 12 o'clock on, and of how many. */
export function pointOf({ points, members }, { member, position }) {
  const its = points.filter(([, index]) => members[index] === member);
  return [its.findIndex(([at]) => at === position) + 1, its.length];
}

/** All arcs by the id of their member. */
export function arcsByMember(view) {
  const arcs = new Map(view.members.map((id) => [id, []]));
  view.points.forEach((_, i) => {
    const one = arc(view, i);
    if (one.length > 0) arcs.get(one.member).push(one);
  });
  return arcs;
}

/** How many points lie clockwise from a position before one that is met later. */
export function pointsBefore(view, position, target) {
  const n = view.points.length;
  return (owning(view, target) - owning(view, position) + n) % n;
}

/** The arcs that have another owner on a later ring of the same positions. */
export function changed(before, after) {
  if (before.points.length === 0 || after.points.length === 0) return [];
  const ends = [...new Set([...before.points, ...after.points].map(([position]) => position))].sort((a, b) => a - b);
  const owner = (view, position) => view.members[view.points[owning(view, position)][1]];
  return ends.map((to, i) => ({ from: ends.at(i - 1), to, before: owner(before, to), after: owner(after, to) }))
    .filter((one) => one.before !== one.after);
}
