package dev.hashring.node.sqlite;

/**
 * A change may not be made, or not to its end. What it has done before stays, and the
 * others of its group are made.
 */
public abstract class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	protected RefusedException(String sentence) {
		super(sentence);
	}

}
