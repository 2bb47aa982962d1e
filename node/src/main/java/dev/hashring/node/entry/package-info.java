/**
 * What a store keeps for a key.
 */
@NullMarked
package dev.hashring.node.entry;

import org.jspecify.annotations.NullMarked;
