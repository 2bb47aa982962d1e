/**
 * What the ring is, why a key goes where it goes, and what a change would move.
 */
@NullMarked
package dev.hashring.router.view;

import org.jspecify.annotations.NullMarked;
