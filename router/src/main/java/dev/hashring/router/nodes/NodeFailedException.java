package dev.hashring.router.nodes;

import org.apache.hc.core5.http.ProtocolException;

/**
 * A node gave no whole answer.
 */
public class NodeFailedException extends Exception {

	private static final long serialVersionUID = 1L;

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
		this.unreachable = unreachable;
		this.mayHaveArrived = mayHaveArrived;
	}

	/** What went wrong while a connection was used. */
	NodeFailedException(Exception cause) {
		this((cause instanceof ProtocolException) ? "answered something that is not HTTP"
				: "broke off before its answer was whole");
	}

	/** The same, of a request that was sent once before. */
	NodeFailedException afterSending() {
		return new NodeFailedException(why(), this.unreachable, true);
	}

	/** The end of a sentence that starts with the node's name. */
	public String why() {
		return String.valueOf(getMessage());
	}

	/** Whether no connection could be made, so that other requests would fail, too. */
	public boolean isUnreachable() {
		return this.unreachable;
	}

	/** Whether the node may have received the request. */
	public boolean mayHaveArrived() {
		return this.mayHaveArrived;
	}

}
