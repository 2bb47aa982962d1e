package dev.hashring.node.store;

import dev.hashring.node.sqlite.RefusedException;

/**
 * A call goes by another state of the ring than the latest one that the store knows.
 */
public class StaleException extends RefusedException {

	private static final long serialVersionUID = 1L;

	private final String known;

	StaleException(String known) {
		super("This node knows another state of the ring, %s.".formatted(known));
		this.known = known;
	}

	/** The stamp of the latest state that the store knows. */
	public String known() {
		return this.known;
	}

}
