/**
 * From a key to its owner, to the answer of a node, and what happens when it gives none.
 */
@NullMarked
package dev.hashring.router.routing;

import org.jspecify.annotations.NullMarked;
