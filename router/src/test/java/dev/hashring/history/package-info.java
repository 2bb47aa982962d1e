/**
 * Histories of operations on keys, and whether an atomic register per key explains them.
 */
@NullMarked
package dev.hashring.history;

import org.jspecify.annotations.NullMarked;
