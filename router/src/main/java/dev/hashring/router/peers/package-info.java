/**
 * The routers that share a ring: who they are, and what they tell each other beside its
 * log.
 */
@NullMarked
package dev.hashring.router.peers;

import org.jspecify.annotations.NullMarked;
