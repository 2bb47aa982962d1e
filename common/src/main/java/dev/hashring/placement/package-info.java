/**
 * Other ways than the ring to place keys on members, to compare it with.
 */
@NullMarked
package dev.hashring.placement;

import org.jspecify.annotations.NullMarked;
