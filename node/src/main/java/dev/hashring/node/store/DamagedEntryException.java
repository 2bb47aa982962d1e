package dev.hashring.node.store;

/**
 * The body of one entry is not the one that was stored.
 */
class DamagedEntryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DamagedEntryException(String key) {
		super("The entry for the key '%s' is damaged.".formatted(key));
	}

}
