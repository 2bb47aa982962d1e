package dev.hashring.node.store;

import dev.hashring.node.sqlite.RefusedException;

/**
 * A call goes by a later state of the ring than the store knows.
 */
public class MissingStateException extends RefusedException {

	private static final long serialVersionUID = 1L;

	MissingStateException() {
		super("This node does not know that state of the ring yet: send it with PUT /store/ring.");
	}

}
