package dev.hashring.router.kv.replication;

/**
 * A store knows a later state of the ring than the one that a call went by. Nothing was
 * done; the call begins again with that state.
 */
public class StaleStateException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public StaleStateException() {
		super("A store knows a later state of the ring.");
	}

}
