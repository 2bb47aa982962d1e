/**
 * Who is in the ring.
 */
@NullMarked
package dev.hashring.router.membership;

import org.jspecify.annotations.NullMarked;
