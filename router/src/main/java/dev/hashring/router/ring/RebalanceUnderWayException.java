package dev.hashring.router.ring;

/**
 * Entries are moving, so the ring can't begin another change that moves some.
 */
public class RebalanceUnderWayException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public RebalanceUnderWayException() {
		super("Entries are moving to their new members. Try again when that is done, or cancel it with DELETE /ring/rebalance.");
	}

}
