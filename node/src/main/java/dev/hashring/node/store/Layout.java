package dev.hashring.node.store;

/**
 * What decided where an entry lies.
 *
 * @param text the header {@code X-Ring-Layout}
 * @param epoch the header {@code X-Ring-Epoch}
 */
record Layout(String text, long epoch) {

	/** Whether it is another one; the same at another epoch is not. */
	boolean differsFrom(Layout other) {
		return !this.text.equals(other.text);
	}

}
