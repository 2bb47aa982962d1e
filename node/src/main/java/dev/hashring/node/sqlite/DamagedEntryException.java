package dev.hashring.node.sqlite;

/**
 * The body of one entry is not the one that was stored.
 */
public class DamagedEntryException extends RefusedException {

	private static final long serialVersionUID = 1L;

	DamagedEntryException() {
		super("The entry for this key is damaged.");
	}

}
