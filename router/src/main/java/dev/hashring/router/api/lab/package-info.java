/**
 * Placements side by side, on the same keys and the same event.
 */
@NullMarked
package dev.hashring.router.api.lab;

import org.jspecify.annotations.NullMarked;
