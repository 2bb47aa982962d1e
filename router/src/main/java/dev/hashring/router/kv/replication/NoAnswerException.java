package dev.hashring.router.kv.replication;

/**
 * A replica does not say what it has, or that it has stored something.
 */
public class NoAnswerException extends Exception {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	public NoAnswerException(Kind kind, String why) {
		super(why);
		this.kind = kind;
	}

	/** How far the request came. */
	public enum Kind {

		/** It did not reach the replica. */
		UNREACHABLE,

		/** It may have reached the replica, or not. */
		SILENT,

		/** The replica said no. */
		REFUSED,

		/** The replica knows a later state of the ring, and has done nothing. */
		STALE

	}

	public Kind kind() {
		return this.kind;
	}

	/** The end of a sentence that starts with the member's id. */
	public String why() {
		return String.valueOf(getMessage());
	}

}
