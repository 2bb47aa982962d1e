package dev.hashring.node.sqlite;

/**
 * A transaction found that it may not be made. It has changed nothing, so the others of
 * its group go on.
 */
public abstract class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	protected RefusedException(String sentence) {
		super(sentence);
	}

}
