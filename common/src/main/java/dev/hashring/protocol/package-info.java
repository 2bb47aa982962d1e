/**
 * What clients, router and nodes say to each other, read by the same code on both sides.
 */
@NullMarked
package dev.hashring.protocol;

import org.jspecify.annotations.NullMarked;
