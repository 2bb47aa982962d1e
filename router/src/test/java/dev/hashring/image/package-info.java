/**
 * What the build does to the images once they are made.
 */
@NullMarked
package dev.hashring.image;

import org.jspecify.annotations.NullMarked;
