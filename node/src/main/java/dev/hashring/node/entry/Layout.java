package dev.hashring.node.entry;

/**
 * What decides where an entry lies.
 *
 * @param text the header {@code X-Ring-Layout}
 * @param epoch the header {@code X-Ring-Epoch}
 */
public record Layout(String text, long epoch) {

	/** Whether it is another one; the same at another epoch is not. */
	public boolean differsFrom(Layout other) {
		return !this.text.equals(other.text);
	}

}
