/**
 * The entries that a node keeps, in one SQLite file.
 */
@NullMarked
package dev.hashring.node.store;

import org.jspecify.annotations.NullMarked;
