/**
 * Key-value pairs, each kept by the replicas of its key and read back from a majority of
 * them.
 */
@NullMarked
package dev.hashring.router.store;

import org.jspecify.annotations.NullMarked;
