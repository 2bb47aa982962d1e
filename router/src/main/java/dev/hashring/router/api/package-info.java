/**
 * The addresses under /ring: what the ring is, what a change would move, changes, and
 * events.
 */
@NullMarked
package dev.hashring.router.api;

import org.jspecify.annotations.NullMarked;
