package dev.hashring.router.nodes;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

import dev.hashring.protocol.HostPort;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a node, which is idle or carries one exchange. It is closed if that is
 * not over when its time is up: the one way to bound the whole of sending and reading,
 * since a timeout of the socket starts anew with each byte.
 */
final class NodeConnection {

	private final URI node;

	private final HostPort host;

	private final HttpClientConnection http;

	/** When to give up the exchange; null if none is under way. */
	private final AtomicReference<@Nullable Deadline> exchange = new AtomicReference<>();

	private volatile long lastUse = System.nanoTime();

	NodeConnection(URI node, HostPort host, HttpClientConnection http) {
		this.node = node;
		this.host = host;
		this.http = http;
	}

	URI node() {
		return this.node;
	}

	HostPort host() {
		return this.host;
	}

	HttpClientConnection http() {
		return this.http;
	}

	void begin(Deadline deadline) {
		this.exchange.set(deadline);
	}

	/** Ends the exchange. Returns whether one was under way, and not given up. */
	boolean end() {
		this.lastUse = System.nanoTime();
		return this.exchange.getAndSet(null) != null;
	}

	/** Gives up an exchange whose time is up. */
	void endIfLate() {
		Deadline deadline = this.exchange.get();
		if (deadline != null && deadline.nanosLeft() == 0 && this.exchange.compareAndSet(deadline, null)) {
			close();
		}
	}

	/** The time since the last exchange, if none is under way. */
	long idleNanos() {
		return System.nanoTime() - this.lastUse;
	}

	void close() {
		this.http.close(CloseMode.IMMEDIATE);
	}

}
