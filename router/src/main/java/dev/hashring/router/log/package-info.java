/**
 * Where the states of the ring are kept, and the ring that lives by them.
 */
@NullMarked
package dev.hashring.router.log;

import org.jspecify.annotations.NullMarked;
