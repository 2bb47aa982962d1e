package dev.hashring.ring;

import java.util.List;

/**
 * Neighbouring positions that the same members keep: those after {@code from}, up to and
 * with {@code to}, clockwise. Where both are the same it is the whole ring.
 *
 * @param members the ids of the members, the owner first, then those that follow it on
 * the preference list
 */
public record ReplicaArc(long from, long to, List<String> members) {

}
