package dev.hashring.node.store;

/**
 * The body of one entry is not the one that was stored.
 */
class DamagedEntryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DamagedEntryException() {
		super("The entry for this key is damaged.");
	}

}
