/**
 * Who may change the ring: whoever shows its token.
 */
@NullMarked
package dev.hashring.router.access;

import org.jspecify.annotations.NullMarked;
