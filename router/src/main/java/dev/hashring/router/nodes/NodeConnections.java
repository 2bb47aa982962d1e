package dev.hashring.router.nodes;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import dev.hashring.protocol.HostPort;
import dev.hashring.router.nodes.NameLookup.Resolver;

import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.LaxConnPool;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.util.TimeValue;

/**
 * Connections to nodes, which are kept while they are idle. There is no limit to their
 * number, so that a node that does not answer holds up no other.
 */
class NodeConnections {

	private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(10);

	/** To ask whether a connection was closed takes a millisecond. */
	private static final long TRUSTED_MILLIS = 100;

	private final Connector connector;

	private final LaxConnPool<HostPort, HttpClientConnection> pool = new LaxConnPool<>(Integer.MAX_VALUE);

	private final DefaultBHttpClientConnectionFactory factory = new DefaultBHttpClientConnectionFactory(
			Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(100).build(), null);

	NodeConnections(Resolver resolver) {
		this.connector = new Connector(resolver);
	}

	/**
	 * An entry of the pool, with a connection that was idle or with none. One that was
	 * idle for some time and has been closed by the node means that others have, too.
	 */
	PoolEntry<HostPort, HttpClientConnection> lease(HostPort host) throws IOException, NodeFailedException {
		PoolEntry<HostPort, HttpClientConnection> entry = leaseAny(host);
		if (entry.hasConnection() && System.currentTimeMillis() - entry.getUpdated() > TRUSTED_MILLIS
				&& entry.getConnection().isStale()) {
			release(entry, false);
			return leaseUnconnected(host);
		}
		return entry;
	}

	private PoolEntry<HostPort, HttpClientConnection> leaseAny(HostPort host) throws NodeFailedException {
		try {
			return this.pool.lease(host, null).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A pool without a limit gives an entry at once", ex);
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	/** An entry without a connection; idle ones to that host are closed. */
	PoolEntry<HostPort, HttpClientConnection> leaseUnconnected(HostPort host) throws NodeFailedException {
		PoolEntry<HostPort, HttpClientConnection> entry = leaseAny(host);
		while (entry.hasConnection()) {
			release(entry, false);
			entry = leaseAny(host);
		}
		return entry;
	}

	/**
	 * Connects an entry, or gives it back if that fails. A node that takes longer than it
	 * may is unreachable; one that was given less time by the deadline need not be.
	 */
	void connect(PoolEntry<HostPort, HttpClientConnection> entry, Duration timeout, Deadline requestDeadline)
			throws NodeFailedException {
		boolean inFull = requestDeadline.nanosLeft() >= timeout.toNanos();
		Deadline deadline = requestDeadline.orIn(timeout);
		String allowed = deadline.allowed();
		try {
			entry.assignConnection(this.factory.createConnection(this.connector.connect(entry.getRoute(), deadline)));
		}
		catch (TimeoutException ex) {
			throw new NodeFailedException("has a name that could not be looked up within " + allowed, inFull);
		}
		catch (SocketTimeoutException ex) {
			throw new NodeFailedException("accepted no connection within " + allowed, inFull);
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
			throw interrupted();
		}
		finally {
			if (!entry.hasConnection()) {
				release(entry, false);
			}
		}
	}

	/** Gives an entry back, to be used again or to be closed. */
	void release(PoolEntry<HostPort, HttpClientConnection> entry, boolean reusable) {
		entry.updateExpiry(MAX_IDLE);
		this.pool.release(entry, reusable);
	}

	/** Closes what has been idle for long. */
	void closeExpired() {
		this.pool.closeExpired();
	}

	void close() {
		this.pool.close(CloseMode.IMMEDIATE);
	}

	private static NodeFailedException interrupted() {
		Thread.currentThread().interrupt();
		return new NodeFailedException("was given up, since the router is ending");
	}

}
