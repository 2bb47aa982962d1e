package dev.hashring.protocol;

/**
 * How large an entry can be, at the router and at the nodes.
 */
public final class EntryLimits {

	/** The longest key, in bytes of UTF-8. */
	public static final int KEY = 4 << 10;

	/** The longest value, in bytes. */
	public static final int VALUE = 1 << 20;

	/**
	 * The longest value that is small, in bytes: it takes none of the memory for large
	 * ones, and may travel with others.
	 */
	public static final int SMALL = 16 << 10;

	/** The most bytes of values that travel together. */
	public static final int BATCH = 64 << 10;

	/** The longest content type, in characters. */
	public static final int TYPE = 1_000;

	/** The most keys of a page. */
	public static final int PAGE = 1_000;

	private EntryLimits() {
	}

}
