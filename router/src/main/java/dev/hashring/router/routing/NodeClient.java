package dev.hashring.router.routing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.hashring.router.membership.RingSettings;
import jakarta.annotation.PreDestroy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.LaxConnPool;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Asks nodes over pooled connections. Stands on Apache's HttpCore, which has the parts
 * (connections, pool, HTTP/1.1) without what a whole client adds: no redirects, cookies,
 * retries or waiting for a free connection.
 */
@Component
class NodeClient {

	/** The longest answer of a node, in bytes. */
	static final int MAX_BODY = 1 << 20;

	private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(10);

	private final RingSettings settings;

	private final NameLookup names = new NameLookup(InetAddress::getAllByName);

	private final LaxConnPool<HttpHost, HttpClientConnection> pool = new LaxConnPool<>(Integer.MAX_VALUE);

	private final DefaultBHttpClientConnectionFactory connections = new DefaultBHttpClientConnectionFactory(
			Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(100).build(), null);

	private final HttpRequestExecutor http = new HttpRequestExecutor();

	private final ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "read-timeouts");
		thread.setDaemon(true);
		return thread;
	});

	NodeClient(RingSettings settings) {
		this.settings = settings;
		this.watchdog.setRemoveOnCancelPolicy(true);
		this.watchdog.scheduleWithFixedDelay(this.pool::closeExpired, 10, 10, TimeUnit.SECONDS);
	}

	/**
	 * Asks a node and waits for its whole answer.
	 * @param target path and query, which are sent as they stand
	 * @param deadline when to give up, as {@link System#nanoTime()} has it
	 */
	NodeAnswer get(URI node, String target, long deadline) throws NodeFailedException {
		HttpHost host = new HttpHost("http", node.getHost(), (node.getPort() >= 0) ? node.getPort() : 80);
		try {
			PoolEntry<HttpHost, HttpClientConnection> entry = lease(host);
			if (entry.hasConnection()) {
				EndpointDetails traffic = entry.getConnection().getEndpointDetails();
				long receivedBefore = traffic.getReceivedBytesCount();
				long until = earlier(deadline, this.settings.readTimeout());
				try {
					return exchange(entry, target, until);
				}
				catch (NoHttpResponseException | SocketException ex) {
					if (traffic.getReceivedBytesCount() > receivedBefore) {
						throw ex;
					}
					// Not a byte: most likely the node closed this connection while it
					// was
					// idle, as it does when it ends. Once more, in the time that is left.
					entry = leaseWithoutConnection(host);
					connect(entry, until);
					return exchange(entry, target, until);
				}
			}
			connect(entry, deadline);
			return exchange(entry, target, earlier(deadline, this.settings.readTimeout()));
		}
		catch (IOException | HttpException ex) {
			throw new NodeFailedException(ex);
		}
	}

	private PoolEntry<HttpHost, HttpClientConnection> lease(HttpHost host) throws NodeFailedException {
		try {
			return this.pool.lease(host, null).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The pool has no limit and gives an entry at once", ex);
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	/** An entry to connect anew. Idle connections, which are as dead, go on the way. */
	private PoolEntry<HttpHost, HttpClientConnection> leaseWithoutConnection(HttpHost host) throws NodeFailedException {
		PoolEntry<HttpHost, HttpClientConnection> entry = lease(host);
		while (entry.hasConnection()) {
			this.pool.release(entry, false);
			entry = lease(host);
		}
		return entry;
	}

	private void connect(PoolEntry<HttpHost, HttpClientConnection> entry, long deadline)
			throws NodeFailedException, IOException {
		long until = earlier(deadline, this.settings.connectTimeout());
		String allowed = milliseconds(until);
		try {
			entry.assignConnection(this.connections.createConnection(socket(entry.getRoute(), until)));
		}
		catch (TimeoutException ex) {
			throw new NodeFailedException("has a name that could not be looked up within " + allowed);
		}
		catch (SocketTimeoutException ex) {
			throw new NodeFailedException("accepted no connection within " + allowed);
		}
		catch (UnknownHostException ex) {
			throw new NodeFailedException("has no address under its name");
		}
		catch (ConnectException ex) {
			throw new NodeFailedException("refused the connection");
		}
		catch (IOException ex) {
			throw new NodeFailedException("can't be reached");
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
		finally {
			if (!entry.hasConnection()) {
				this.pool.release(entry, false);
			}
		}
	}

	private Socket socket(HttpHost host, long until) throws IOException, TimeoutException, InterruptedException {
		IOException failure = null;
		for (InetAddress address : this.names.addresses(host.getHostName(), left(until))) {
			Socket socket = new Socket();
			try {
				socket.setTcpNoDelay(true);
				socket.connect(new InetSocketAddress(address, host.getPort()),
						(int) TimeUnit.NANOSECONDS.toMillis(left(until)) + 1);
				return socket;
			}
			catch (IOException ex) {
				socket.close();
				failure = ex;
			}
		}
		throw (failure != null) ? failure : new IOException("No address");
	}

	/*
	 * The watchdog closes the connection when time is up: the one way to bound the whole
	 * of sending and reading. A timeout of the socket starts anew with each byte.
	 */
	private NodeAnswer exchange(PoolEntry<HttpHost, HttpClientConnection> entry, String target, long until)
			throws NodeFailedException, IOException, HttpException {
		HttpClientConnection connection = entry.getConnection();
		String allowed = milliseconds(until);
		AtomicBoolean timeIsUp = new AtomicBoolean();
		ScheduledFuture<?> timeout = this.watchdog.schedule(() -> {
			timeIsUp.set(true);
			connection.close(CloseMode.IMMEDIATE);
		}, left(until), TimeUnit.NANOSECONDS);
		boolean reusable = false;
		try {
			ClassicHttpRequest request = new BasicClassicHttpRequest("GET", entry.getRoute(), target);
			request.setHeader("Host", entry.getRoute().toHostString());
			HttpCoreContext context = HttpCoreContext.create();
			ClassicHttpResponse response = this.http.execute(request, connection, context);
			byte[] body = body(response.getEntity());
			reusable = timeout.cancel(false) && this.http.keepAlive(request, response, connection, context);
			return new NodeAnswer(response.getCode(), body);
		}
		catch (IOException | HttpException ex) {
			if (timeIsUp.get()) {
				throw new NodeFailedException("gave no whole answer within " + allowed);
			}
			throw ex;
		}
		finally {
			timeout.cancel(false);
			entry.updateExpiry(MAX_IDLE);
			this.pool.release(entry, reusable);
		}
	}

	private static byte[] body(@Nullable HttpEntity entity) throws IOException, NodeFailedException {
		if (entity == null) {
			return new byte[0];
		}
		if (entity.getContentLength() < 0 && !entity.isChunked()) {
			// An answer that ends with its connection can't be told from one cut short.
			throw new NodeFailedException("gave an answer without a length");
		}
		byte[] body = entity.getContent().readNBytes(MAX_BODY + 1);
		if (body.length > MAX_BODY) {
			throw new NodeFailedException("answered more than %d bytes".formatted(MAX_BODY));
		}
		return body;
	}

	private static long earlier(long deadline, Duration timeout) {
		long now = System.nanoTime();
		return now + Math.min(deadline - now, timeout.toNanos());
	}

	private static long left(long deadline) {
		return Math.max(0, deadline - System.nanoTime());
	}

	private static String milliseconds(long deadline) {
		return Math.round(left(deadline) / 1e6) + " ms";
	}

	private static NodeFailedException interrupted() {
		Thread.currentThread().interrupt();
		return new NodeFailedException("was given up, since the router is ending");
	}

	@PreDestroy
	void close() {
		this.watchdog.shutdownNow();
		this.pool.close(CloseMode.IMMEDIATE);
	}

}
