package dev.hashring.node.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * The file is damaged as a whole: what it does not hold may have been there. Its message
 * follows the node's name.
 */
public class DamagedFileException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DamagedFileException(String found, @Nullable Throwable cause) {
		super("has a damaged file: " + found, cause);
	}

}
