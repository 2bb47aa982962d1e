package dev.hashring.ring;

import java.util.List;

/**
 * Neighbouring positions of which it is the same who keeps them before a change, and
 * after it: those after {@code from}, up to and including {@code to}, clockwise. Where
 * both are the same it is the whole ring.
 *
 * @param before the ids of the members that kept them, the owner first
 * @param after the ids of the members that keep them now, the owner first
 */
public record MovedReplicas(long from, long to, List<String> before, List<String> after) {

}
