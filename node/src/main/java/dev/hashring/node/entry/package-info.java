/**
 * What a store keeps for a key, and the state of the ring that it knows.
 */
@NullMarked
package dev.hashring.node.entry;

import org.jspecify.annotations.NullMarked;
