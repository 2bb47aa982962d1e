/**
 * The token that callers show to change the ring.
 */
@NullMarked
package dev.hashring.router.access;

import org.jspecify.annotations.NullMarked;
