/**
 * Who is up: what was seen of members, probes, and leases.
 */
@NullMarked
package dev.hashring.router.health;

import org.jspecify.annotations.NullMarked;
