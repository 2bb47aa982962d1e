/**
 * The router's replication and rebalances in a simulated world, in which a seed decides
 * all that happens.
 */
@NullMarked
package dev.hashring.simulation;

import org.jspecify.annotations.NullMarked;
