package dev.hashring.router.nodes;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.hc.core5.http.HttpHost;
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

	private final NameLookup names = new NameLookup(InetAddress::getAllByName);

	private final LaxConnPool<HttpHost, HttpClientConnection> pool = new LaxConnPool<>(Integer.MAX_VALUE);

	private final DefaultBHttpClientConnectionFactory factory = new DefaultBHttpClientConnectionFactory(
			Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(100).build(), null);

	/**
	 * An entry of the pool, with a connection that was idle or with none. One that was
	 * idle for some time and has been closed by the node means that others have, too.
	 */
	PoolEntry<HttpHost, HttpClientConnection> lease(HttpHost host) throws IOException, NodeFailedException {
		PoolEntry<HttpHost, HttpClientConnection> entry = leaseAny(host);
		if (entry.hasConnection() && System.currentTimeMillis() - entry.getUpdated() > TRUSTED_MILLIS
				&& entry.getConnection().isStale()) {
			release(entry, false);
			return leaseUnconnected(host);
		}
		return entry;
	}

	private PoolEntry<HttpHost, HttpClientConnection> leaseAny(HttpHost host) throws NodeFailedException {
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
	PoolEntry<HttpHost, HttpClientConnection> leaseUnconnected(HttpHost host) throws NodeFailedException {
		PoolEntry<HttpHost, HttpClientConnection> entry = leaseAny(host);
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
	void connect(PoolEntry<HttpHost, HttpClientConnection> entry, Duration timeout, Deadline requestDeadline)
			throws NodeFailedException {
		boolean inFull = requestDeadline.nanosLeft() >= timeout.toNanos();
		Deadline deadline = requestDeadline.orIn(timeout);
		String allowed = deadline.allowed();
		try {
			entry.assignConnection(this.factory.createConnection(socket(entry.getRoute(), deadline)));
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

	private Socket socket(HttpHost host, Deadline deadline) throws IOException, TimeoutException, InterruptedException {
		IOException failure = new UnknownHostException(host.getHostName());
		for (InetAddress address : this.names.addresses(host.getHostName(), deadline.nanosLeft())) {
			Socket socket = new Socket();
			try {
				socket.setTcpNoDelay(true);
				// A timeout of 0 would be none.
				socket.connect(new InetSocketAddress(address, host.getPort()),
						(int) TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft()) + 1);
				return socket;
			}
			catch (IOException ex) {
				socket.close();
				failure = ex;
			}
		}
		throw failure;
	}

	/** Gives an entry back, to be used again or to be closed. */
	void release(PoolEntry<HttpHost, HttpClientConnection> entry, boolean reusable) {
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
