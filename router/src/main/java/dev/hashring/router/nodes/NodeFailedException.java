package dev.hashring.router.nodes;

import org.apache.hc.core5.http.ProtocolException;

/**
 * A node gave no whole answer.
 */
public class NodeFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String why;

	private final boolean unreachable;

	private final boolean mayHaveArrived;

	NodeFailedException(String why) {
		this(why, false);
	}

	NodeFailedException(String why, boolean unreachable) {
		this(why, unreachable, !unreachable);
	}

	private NodeFailedException(String why, boolean unreachable, boolean mayHaveArrived) {
		super(why);
		this.why = why;
		this.unreachable = unreachable;
		this.mayHaveArrived = mayHaveArrived;
	}

	/** What went wrong while a connection was used. */
	NodeFailedException(Exception cause) {
		super(cause);
		this.unreachable = false;
		this.mayHaveArrived = true;
		this.why = (cause instanceof ProtocolException) ? "answered something that is not HTTP"
				: "broke off before its answer was whole";
	}

	/** The same, of a request that was sent once before. */
	NodeFailedException afterSending() {
		return new NodeFailedException(this.why, this.unreachable, true);
	}

	/** The end of a sentence that starts with the node's name. */
	public String why() {
		return this.why;
	}

	/** Whether no connection came about, so that others need not try either. */
	public boolean isUnreachable() {
		return this.unreachable;
	}

	/** Whether the node may have received the request. */
	public boolean mayHaveArrived() {
		return this.mayHaveArrived;
	}

}
