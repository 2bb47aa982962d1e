/**
 * The state of the ring as a value: settings, members, and what changes them.
 */
@NullMarked
package dev.hashring.router.ring;

import org.jspecify.annotations.NullMarked;
