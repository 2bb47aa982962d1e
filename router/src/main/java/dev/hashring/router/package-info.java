/**
 * The router: sends the request for each key to the member that owns it.
 */
@NullMarked
package dev.hashring.router;

import org.jspecify.annotations.NullMarked;
