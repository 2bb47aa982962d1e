/**
 * What the page knows. Whoever sets a part of it has all views of that part drawn, at
 * most once a frame.
 */
export class Store {
  #watchers = [];
  #changed = new Set();

  constructor(parts) {
    Object.assign(this, parts);
  }

  set(parts) {
    Object.assign(this, parts);
    if (this.#changed.size === 0) requestAnimationFrame(() => this.#draw());
    Object.keys(parts).forEach((part) => this.#changed.add(part));
  }

  /** Calls back whenever one of these parts was set. */
  watch(parts, draw) {
    this.#watchers.push({ parts, draw });
  }

  #draw() {
    const changed = this.#changed;
    this.#changed = new Set();
    for (const { parts, draw } of this.#watchers) {
      if (!parts.some((part) => changed.has(part))) continue;
      try {
        draw(this);
      } catch (failure) {
        reportError(failure); // and the other views go on
      }
    }
  }
}
