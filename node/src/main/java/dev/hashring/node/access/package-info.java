/**
 * Who may use a node's store: whoever shows the cluster's token.
 */
@NullMarked
package dev.hashring.node.access;

import org.jspecify.annotations.NullMarked;
