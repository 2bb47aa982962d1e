/**
 * Entries in one SQLite file: read, written, listed and checked.
 */
@NullMarked
package dev.hashring.node.sqlite;

import org.jspecify.annotations.NullMarked;
