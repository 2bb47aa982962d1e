package dev.hashring.router.kv;

import dev.hashring.router.kv.replication.TooFewReplicasException;

/**
 * Not all values that were to be deleted could be.
 */
public class ForgettingStoppedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final long deleted;

	private final TooFewReplicasException why;

	ForgettingStoppedException(long deleted, TooFewReplicasException why) {
		super("Values may be left, since too few replicas answered. Deleted so far: " + deleted + ".", why);
		this.deleted = deleted;
		this.why = why;
	}

	/** How many values were deleted before. */
	public long deleted() {
		return this.deleted;
	}

	/** What stopped it. */
	public TooFewReplicasException why() {
		return this.why;
	}

}
