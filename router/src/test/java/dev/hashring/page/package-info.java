/**
 * The page, used in a real browser before a real cluster.
 */
@NullMarked
package dev.hashring.page;

import org.jspecify.annotations.NullMarked;
