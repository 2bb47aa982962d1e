/**
 * A node: handles the keys that the router sends to it, and keeps entries.
 */
@NullMarked
package dev.hashring.node;

import org.jspecify.annotations.NullMarked;
