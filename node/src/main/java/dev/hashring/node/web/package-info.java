/**
 * The store of a node over HTTP.
 */
@NullMarked
package dev.hashring.node.web;

import org.jspecify.annotations.NullMarked;
