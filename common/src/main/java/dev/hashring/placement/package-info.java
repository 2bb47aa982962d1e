/**
 * Other ways than the ring to place keys on members, and one measure to compare all.
 */
@NullMarked
package dev.hashring.placement;

import org.jspecify.annotations.NullMarked;
