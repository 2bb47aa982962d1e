package dev.hashring.router.nodes;

import org.apache.hc.core5.http.ProtocolException;

/**
 * A node gave no whole answer.
 */
public class NodeFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String why;

	private final boolean unreachable;

	NodeFailedException(String why) {
		this(why, false);
	}

	NodeFailedException(String why, boolean unreachable) {
		super(why);
		this.why = why;
		this.unreachable = unreachable;
	}

	/** What went wrong while a connection was used. */
	NodeFailedException(Exception cause) {
		super(cause);
		this.unreachable = false;
		this.why = (cause instanceof ProtocolException) ? "answered something that is not HTTP"
				: "broke off before its answer was whole";
	}

	/** The end of a sentence that starts with the node's name. */
	public String why() {
		return this.why;
	}

	/** Whether no connection came about, so that others need not try either. */
	public boolean isUnreachable() {
		return this.unreachable;
	}

}
