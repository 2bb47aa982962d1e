package dev.hashring.router.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.HostPort;
import dev.hashring.router.nodes.NameLookup.Resolver;
import dev.hashring.web.Memory;
import jakarta.annotation.PreDestroy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Asks nodes. Stands on Apache's HttpCore, which has the parts (connections, pool,
 * HTTP/1.1) without what a whole client adds: no redirects, cookies, retries or waiting
 * for a free connection.
 */
@Component
public class NodeClient {

	/** The longest answer of a node, in bytes: a value; pages of keys are smaller. */
	static final int MAX_BODY = EntryLimits.VALUE;

	private final NodeConnections connections;

	private final HttpRequestExecutor http = new HttpRequestExecutor();

	private final ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "read-timeouts");
		thread.setDaemon(true);
		return thread;
	});

	@Autowired
	NodeClient() {
		this(InetAddress::getAllByName);
	}

	NodeClient(Resolver resolver) {
		this.connections = new NodeConnections(resolver);
		this.watchdog.setRemoveOnCancelPolicy(true);
		this.watchdog.scheduleWithFixedDelay(this.connections::closeExpired, 10, 10, TimeUnit.SECONDS);
	}

	/**
	 * Asks a node and waits for its whole answer.
	 * @param timeouts how long the node may take
	 * @param deadline when to give up, whatever the timeouts allow
	 */
	public NodeAnswer send(URI node, NodeRequest request, Timeouts timeouts, Deadline deadline)
			throws NodeFailedException {
		try {
			PoolEntry<HostPort, HttpClientConnection> entry = this.connections.lease(HostPort.of(node));
			return entry.hasConnection() ? sendOnIdle(entry, request, timeouts, deadline)
					: sendOnNew(entry, request, timeouts, deadline);
		}
		catch (IOException | HttpException ex) {
			throw new NodeFailedException(ex);
		}
		catch (IllegalStateException | RejectedExecutionException ex) {
			// Connections and watchdog are closed.
			throw new NodeFailedException("was not asked, since the router ends");
		}
	}

	private NodeAnswer sendOnNew(PoolEntry<HostPort, HttpClientConnection> entry, NodeRequest request,
			Timeouts timeouts, Deadline deadline) throws NodeFailedException, IOException, HttpException {
		this.connections.connect(entry, timeouts.connect(), deadline);
		return exchange(entry, request, deadline.orIn(timeouts.read()));
	}

	private NodeAnswer sendOnIdle(PoolEntry<HostPort, HttpClientConnection> entry, NodeRequest request,
			Timeouts timeouts, Deadline deadline) throws NodeFailedException, IOException, HttpException {
		EndpointDetails traffic = entry.getConnection().getEndpointDetails();
		long receivedBefore = traffic.getReceivedBytesCount();
		Deadline both = deadline.orIn(timeouts.read());
		try {
			return exchange(entry, request, both);
		}
		catch (NoHttpResponseException | SocketException ex) {
			if (traffic.getReceivedBytesCount() > receivedBefore || !request.sendAgain()) {
				throw ex;
			}
			// Not a byte: most likely the node closed this connection at this moment.
			// Once more, in the time that is left.
			try {
				return sendOnNew(this.connections.leaseUnconnected(entry.getRoute()), request, timeouts, both);
			}
			catch (NodeFailedException failure) {
				throw failure.afterSending();
			}
		}
	}

	/*
	 * The watchdog closes the connection when time is up: the one way to bound the whole
	 * of sending and reading. A timeout of the socket starts anew with each byte.
	 */
	private NodeAnswer exchange(PoolEntry<HostPort, HttpClientConnection> entry, NodeRequest wanted, Deadline deadline)
			throws NodeFailedException, IOException, HttpException {
		HttpClientConnection connection = entry.getConnection();
		String allowed = deadline.allowed();
		AtomicBoolean timeIsUp = new AtomicBoolean();
		ScheduledFuture<?> timeout = this.watchdog.schedule(() -> {
			timeIsUp.set(true);
			connection.close(CloseMode.IMMEDIATE);
		}, deadline.nanosLeft(), TimeUnit.NANOSECONDS);
		boolean reusable = false;
		try {
			ClassicHttpRequest request = request(entry.getRoute(), wanted);
			HttpCoreContext context = HttpCoreContext.create();
			ClassicHttpResponse response = this.http.execute(request, connection, context);
			byte[] body = body(response.getEntity(), wanted.memory());
			reusable = timeout.cancel(false) && this.http.keepAlive(request, response, connection, context);
			return new NodeAnswer(response, body);
		}
		catch (IOException | HttpException ex) {
			if (timeIsUp.get()) {
				throw new NodeFailedException("gave no whole answer within " + allowed);
			}
			throw ex;
		}
		finally {
			timeout.cancel(false);
			this.connections.release(entry, reusable);
		}
	}

	private static ClassicHttpRequest request(HostPort host, NodeRequest wanted) {
		ClassicHttpRequest request = new BasicClassicHttpRequest(wanted.method(), wanted.target());
		request.setHeader("Host", host);
		wanted.headers().forEach(request::setHeader);
		if (wanted.body() != null) {
			request.setHeader("Content-Length", wanted.body().length);
			request.setEntity(new ByteArrayEntity(wanted.body(), null));
		}
		return request;
	}

	private static byte[] body(@Nullable HttpEntity entity, Memory.@Nullable Reservation memory)
			throws IOException, NodeFailedException {
		if (entity == null) {
			return new byte[0];
		}
		long length = entity.getContentLength();
		if (length < 0 && !entity.isChunked()) {
			// An answer that ends with its connection can't be told from one cut short.
			throw new NodeFailedException("gave an answer without a length");
		}
		int most = (int) Math.min(MAX_BODY + 1, (length >= 0) ? length : MAX_BODY + 1);
		if (memory != null && !memory.take(most)) {
			throw new NodeFailedException("gave an answer for which there was no memory left");
		}
		byte[] body = entity.getContent().readNBytes(most);
		if (body.length > MAX_BODY) {
			throw new NodeFailedException("answered more than " + MAX_BODY + " bytes");
		}
		return body;
	}

	@PreDestroy
	void close() {
		this.watchdog.shutdownNow();
		this.connections.close();
	}

}
