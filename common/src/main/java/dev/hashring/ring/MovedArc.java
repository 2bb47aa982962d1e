package dev.hashring.ring;

/**
 * Neighbouring positions that a change takes from one member and gives to another: those
 * after {@code from}, up to and including {@code to}, clockwise. Where both are the same
 * it is the whole ring.
 *
 * @param before the id of the member that owned them
 * @param after the id of the member that owns them now
 */
public record MovedArc(long from, long to, String before, String after) {

}
