/**
 * How the router speaks to nodes: connections, requests, and whole answers in time.
 */
@NullMarked
package dev.hashring.router.nodes;

import org.jspecify.annotations.NullMarked;
