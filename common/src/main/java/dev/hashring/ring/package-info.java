/**
 * The consistent-hashing ring: who owns which key, and nothing that a framework would
 * need to know.
 */
@NullMarked
package dev.hashring.ring;

import org.jspecify.annotations.NullMarked;
