/**
 * A node: handles the keys that the router sends to it.
 */
@NullMarked
package dev.hashring.node;

import org.jspecify.annotations.NullMarked;
