const still = matchMedia('(prefers-reduced-motion: reduce)');

export const reduced = () => still.matches;

const running = new Map();

/**
 * Moves from 0 to 1 in so many milliseconds. A later move of the same name takes its place;
 * whoever wants no motion sees the end at once.
 */
export function move(name, milliseconds, draw) {
  cancelAnimationFrame(running.get(name));
  if (milliseconds === 0 || reduced() || document.hidden) {
    draw(1);
    return;
  }
  const start = performance.now();
  const frame = (now) => {
    const passed = Math.min(1, Math.max(0, (now - start) / milliseconds));
    draw(1 - (1 - passed) ** 3);
    if (passed < 1) running.set(name, requestAnimationFrame(frame));
  };
  running.set(name, requestAnimationFrame(frame));
}
