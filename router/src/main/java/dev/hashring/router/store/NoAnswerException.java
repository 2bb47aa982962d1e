package dev.hashring.router.store;

/**
 * A replica does not say what it has, or that it has stored something.
 */
class NoAnswerException extends Exception {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	private final String cause;

	NoAnswerException(Kind kind, String cause) {
		super(cause);
		this.kind = kind;
		this.cause = cause;
	}

	/** How far the request came. */
	enum Kind {

		/** Not to the replica. */
		UNREACHABLE,

		/** Nobody knows. */
		SILENT,

		/** The replica said no. */
		REFUSED

	}

	Kind kind() {
		return this.kind;
	}

	/** The end of a sentence that starts with the member's id. */
	String why() {
		return this.cause;
	}

}
