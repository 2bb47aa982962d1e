/**
 * The named hash functions that place keys on a ring.
 */
@NullMarked
package dev.hashring.hash;

import org.jspecify.annotations.NullMarked;
