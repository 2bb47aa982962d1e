package dev.hashring.node.store;

/**
 * The store is not in the mode that this call ends.
 */
public class WrongModeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	WrongModeException(String sentence) {
		super(sentence);
	}

}
