/**
 * Lets only callers with the cluster's token use a node's store.
 */
@NullMarked
package dev.hashring.node.access;

import org.jspecify.annotations.NullMarked;
