/**
 * Whole clusters: one in one JVM, to start by hand and for tests, and one of containers.
 */
@NullMarked
package dev.hashring.cluster;

import org.jspecify.annotations.NullMarked;
