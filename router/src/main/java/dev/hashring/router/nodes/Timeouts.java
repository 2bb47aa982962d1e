package dev.hashring.router.nodes;

import java.time.Duration;

/**
 * How long a node may take.
 *
 * @param connect to accept a connection, the look-up of its name included
 * @param read for its whole answer, not from byte to byte
 */
public record Timeouts(Duration connect, Duration read) {

}
