package dev.hashring.protocol;

/**
 * How much would move from a store if another ring took the place of the one it knows: of
 * the entries whose owner its member is, those that would get another keeper.
 *
 * @param keys how many, tombstones among them
 * @param bytes of their bodies
 */
public record Moving(long keys, long bytes) {

	/** Nothing. */
	public static final Moving NONE = new Moving(0, 0);

	public Moving plus(Moving other) {
		return new Moving(this.keys + other.keys, this.bytes + other.bytes);
	}

}
