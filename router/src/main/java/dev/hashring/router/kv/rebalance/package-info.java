/**
 * Moves entries to where the next ring wants them, and switches to it.
 */
@NullMarked
package dev.hashring.router.kv.rebalance;

import org.jspecify.annotations.NullMarked;
