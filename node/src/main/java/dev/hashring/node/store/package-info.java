/**
 * What a node's store can do at the moment, and what it refuses.
 */
@NullMarked
package dev.hashring.node.store;

import org.jspecify.annotations.NullMarked;
