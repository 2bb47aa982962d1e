/**
 * How a node joins the ring by itself, stays, and leaves.
 */
@NullMarked
package dev.hashring.node.membership;

import org.jspecify.annotations.NullMarked;
