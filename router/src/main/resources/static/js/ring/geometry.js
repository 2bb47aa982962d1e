const BAND = [230, 262];
const LANES = { first: 130, pitch: 36, room: 150 };
const SINGLE = 24; // up to so many points each has a dot and a badge of its own

const middle = ([inner, outer]) => (inner + outer) / 2;

/** Where the parts of a ring are drawn: in one band, or in a lane a member. */
export function geometry({ ring, points }, lanes) {
  const pitch = Math.min(LANES.pitch, LANES.room / ring.members.length);
  const lane = new Map(ring.members.map(({ id }, i) => [id, [LANES.first + i * pitch, LANES.first + (i + 0.73) * pitch]]));
  return {
    lanes,
    pitch,
    single: points.points.length <= SINGLE,
    band: BAND,
    /** Between which radii the arcs of a member lie. */
    radii: (id) => (lanes ? lane.get(id) : BAND),
    /** At which radius the points of a member lie. */
    point: (id) => (lanes ? middle(lane.get(id)) : middle(BAND)),
    /** At which radius a walk to a member goes. */
    walk: (id) => (lanes ? middle(lane.get(id)) : 196),
    needle: lanes ? LANES.first + pitch * ring.members.length + 6 : 226,
  };
}
