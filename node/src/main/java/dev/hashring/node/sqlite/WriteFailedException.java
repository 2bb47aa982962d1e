package dev.hashring.node.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * Nothing was written. Its message follows the node's name.
 */
public class WriteFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public WriteFailedException(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

}
