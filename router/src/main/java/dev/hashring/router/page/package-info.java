/**
 * How the page and its files are sent.
 */
@NullMarked
package dev.hashring.router.page;

import org.jspecify.annotations.NullMarked;
