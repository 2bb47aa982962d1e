package dev.hashring.router.nodes;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.hashring.protocol.HostPort;
import dev.hashring.router.nodes.NameLookup.Resolver;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connections to nodes, which are kept while they are idle. There is no limit to their
 * number, so that a node that does not answer holds up no other.
 */
class NodeConnections {

	private static final long MAX_IDLE = TimeUnit.SECONDS.toNanos(10);

	/** To ask whether a connection was closed takes a millisecond. */
	private static final long TRUSTED = TimeUnit.MILLISECONDS.toNanos(100);

	private final Connector connector;

	private final DefaultBHttpClientConnectionFactory factory = new DefaultBHttpClientConnectionFactory(
			Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(100).build(), null);

	/** Those that are idle, the last one in use first. */
	private final Map<URI, Deque<NodeConnection>> idle = new ConcurrentHashMap<>();

	private final Set<NodeConnection> all = ConcurrentHashMap.newKeySet();

	private volatile boolean ended;

	NodeConnections(Resolver resolver) {
		this.connector = new Connector(resolver);
	}

	private Deque<NodeConnection> idle(URI node) {
		return this.idle.computeIfAbsent(node, (url) -> new ConcurrentLinkedDeque<>());
	}

	/**
	 * A connection that was idle; null if there is none. One that was idle for some time
	 * and has been closed by the node means that others have, too.
	 */
	@Nullable NodeConnection leaseIdle(URI node) throws IOException {
		if (this.ended) {
			throw new IllegalStateException("All connections are closed");
		}
		NodeConnection connection = idle(node).poll();
		if (connection != null && connection.idleNanos() > TRUSTED && connection.http().isStale()) {
			release(connection, false);
			closeIdle(node);
			return null;
		}
		return connection;
	}

	void closeIdle(URI node) {
		Deque<NodeConnection> idle = idle(node);
		for (NodeConnection next = idle.poll(); next != null; next = idle.poll()) {
			release(next, false);
		}
	}

	/**
	 * A new connection. A node that takes longer than it may is unreachable; one that was
	 * given less time by the deadline need not be.
	 */
	NodeConnection connect(URI node, Duration timeout, Deadline requestDeadline) throws NodeFailedException {
		boolean inFull = requestDeadline.nanosLeft() >= timeout.toNanos();
		Deadline deadline = requestDeadline.orIn(timeout);
		HostPort host = HostPort.of(node);
		try {
			NodeConnection connection = new NodeConnection(node, host,
					this.factory.createConnection(this.connector.connect(host, deadline)));
			this.all.add(connection);
			if (this.ended) {
				connection.close();
			}
			return connection;
		}
		catch (TimeoutException ex) {
			throw new NodeFailedException("has a name that could not be looked up within " + deadline.allowed(),
					inFull);
		}
		catch (SocketTimeoutException ex) {
			throw new NodeFailedException("accepted no connection within " + deadline.allowed(), inFull);
		}
		catch (UnknownHostException ex) {
			throw new NodeFailedException("has a host name that can't be resolved", true);
		}
		catch (ConnectException ex) {
			throw new NodeFailedException("refused the connection", true);
		}
		catch (IOException ex) {
			throw new NodeFailedException("can't be reached", ex instanceof NoRouteToHostException);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NodeFailedException("was given up, since the router is ending");
		}
	}

	/** Gives a connection back, to be used again or to be closed. */
	void release(NodeConnection connection, boolean reusable) {
		if (reusable && !this.ended) {
			idle(connection.node()).push(connection);
		}
		else {
			this.all.remove(connection);
			connection.close();
		}
	}

	/** Closes what has been idle for long, and gives up exchanges whose time is up. */
	void sweep() {
		for (NodeConnection connection : this.all) {
			connection.endIfLate();
			if (connection.idleNanos() > MAX_IDLE && idle(connection.node()).remove(connection)) {
				release(connection, false);
			}
		}
	}

	void close() {
		this.ended = true;
		this.all.forEach(NodeConnection::close);
	}

}
