/**
 * Parts that drawings read. What a drawing has read is remembered; when parts are set, each
 * drawing for which one of them now has another value runs again, at most once a frame.
 */
export function reactive(parts) {
  const drawings = [];
  const followers = [];
  let read = null;
  let due = false;

  function run(drawing) {
    read = drawing.read = new Map();
    try {
      drawing.draw();
    } catch (failure) {
      reportError(failure); // and the other drawings go on
    } finally {
      read = null;
    }
  }

  function drawAll() {
    due = false;
    const changed = drawings.filter(({ read: seen }) => [...seen].some(([name, value]) => !Object.is(parts[name], value)));
    changed.forEach(run);
    if (changed.length > 0) followers.forEach((follow) => follow());
  }

  const state = new Proxy(parts, {
    get(_, name) {
      const value = parts[name];
      if (read && !read.has(name)) read.set(name, value);
      return value;
    },
    set(_, name, value) {
      parts[name] = value;
      if (!due) requestAnimationFrame(drawAll);
      return due = true;
    },
  });
  return {
    state,
    set: (values) => Object.assign(state, values),
    /** Draws, and again whenever what it read has changed. */
    watch(draw) {
      drawings.push({ draw });
      run(drawings.at(-1));
    },
    /** Calls back after each frame in which something was drawn. */
    afterDrawing: (follow) => followers.push(follow),
  };
}

/** Computes a value anew only if what it is made of has changed. */
export function once(compute) {
  let from = null;
  let value;
  return (...parts) => {
    if (!from || parts.some((part, i) => !Object.is(part, from[i]))) {
      from = parts;
      value = compute(...parts);
    }
    return value;
  };
}
