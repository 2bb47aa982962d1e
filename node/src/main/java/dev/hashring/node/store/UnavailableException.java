package dev.hashring.node.store;

import org.jspecify.annotations.Nullable;

/**
 * The store can't do this at the moment. Its message follows the node's name.
 */
public class UnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnavailableException(@Nullable String why) {
		super((why != null) ? why : "can't do this just now");
	}

}
