package dev.hashring.router.routing;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

import org.apache.hc.core5.http.ProtocolException;

/**
 * A node gave no whole answer.
 */
class NodeFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String why;

	NodeFailedException(String why) {
		super(why);
		this.why = why;
	}

	NodeFailedException(Exception cause) {
		super(cause);
		this.why = why(cause);
	}

	/** The end of a sentence that starts with the node's name. */
	String why() {
		return this.why;
	}

	private static String why(Exception cause) {
		if (cause instanceof ConnectException) {
			return "refused the connection";
		}
		if (cause instanceof UnknownHostException) {
			return "has no address under its name";
		}
		if (cause instanceof NoRouteToHostException) {
			return "can't be reached";
		}
		if (cause instanceof ProtocolException) {
			return "answered something that is not HTTP";
		}
		return "broke off before its answer was whole";
	}

}
