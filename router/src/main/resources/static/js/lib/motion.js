const still = matchMedia('(prefers-reduced-motion: reduce)');

export const reduced = () => still.matches;

const running = new Map();

/**
 * Moves from 0 to 1 in so many milliseconds, after so many others. A later move of the same name takes its place.
 * People who prefer no motion see the end at once.
 */
export function move(name, milliseconds, draw, after = 0) {
  cancelAnimationFrame(running.get(name));
  if (milliseconds === 0 || reduced() || document.hidden) {
    draw(1);
    return;
  }
  const start = performance.now() + after;
  const frame = (now) => {
    const passed = Math.min(1, (now - start) / milliseconds);
    if (passed >= 0) draw(1 - (1 - passed) ** 3);
    if (passed < 1) running.set(name, requestAnimationFrame(frame));
  };
  running.set(name, requestAnimationFrame(frame));
}
