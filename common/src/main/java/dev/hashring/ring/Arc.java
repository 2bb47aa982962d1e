package dev.hashring.ring;

/**
 * The positions that one point owns: those after {@code from}, up to and including
 * {@code to}, clockwise. Where both are the same it is the whole ring; no point owns less
 * than one position.
 *
 * @param from the position before the first one, which belongs to the point before
 * @param to the last position, which is the point's own
 * @param owner the id of the member that stands there
 */
public record Arc(long from, long to, String owner) {

}
