package dev.hashring.ring;

/**
 * A position at which a member stands.
 *
 * @param position a place on the ring, from 0 to its size less one
 * @param member the id of the member that stands there
 */
public record Point(long position, String member) {

}
