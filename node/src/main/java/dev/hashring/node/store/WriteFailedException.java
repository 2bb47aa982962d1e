package dev.hashring.node.store;

/**
 * Nothing was written. Its message follows the node's name.
 */
class WriteFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	WriteFailedException(String reason, Throwable cause) {
		super(reason, cause);
	}

}
