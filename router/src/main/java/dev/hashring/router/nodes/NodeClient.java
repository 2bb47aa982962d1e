package dev.hashring.router.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;

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
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Asks nodes. Stands on Apache's HttpCore, which has the parts (connections, HTTP/1.1)
 * without what a whole client adds: no redirects, cookies, retries or waiting for a free
 * connection.
 */
@Component
public class NodeClient {

	/** The longest answer of a node, in bytes: a value; pages of keys are smaller. */
	static final int MAX_BODY = EntryLimits.VALUE;

	private final NodeConnections connections;

	private final HttpRequestExecutor http = new HttpRequestExecutor();

	private final Sweeper sweeper;

	@Autowired
	NodeClient() {
		this(InetAddress::getAllByName);
	}

	NodeClient(Resolver resolver) {
		this.connections = new NodeConnections(resolver);
		this.sweeper = new Sweeper("read-timeouts", this.connections::sweep);
	}

	/**
	 * Asks a node and waits for its whole answer.
	 * @param timeouts how long the node may take
	 * @param deadline when to give up, whatever the timeouts allow
	 */
	public NodeAnswer send(URI node, NodeRequest request, Timeouts timeouts, Deadline deadline)
			throws NodeFailedException {
		try {
			NodeConnection idle = this.connections.leaseIdle(node);
			return (idle != null) ? sendOnIdle(idle, request, timeouts, deadline)
					: sendOnNew(node, request, timeouts, deadline);
		}
		catch (IOException | HttpException ex) {
			throw new NodeFailedException(ex);
		}
		catch (IllegalStateException ex) {
			// Connections are closed.
			throw new NodeFailedException("was not asked, since the router ends");
		}
	}

	private NodeAnswer sendOnNew(URI node, NodeRequest request, Timeouts timeouts, Deadline deadline)
			throws NodeFailedException, IOException, HttpException {
		NodeConnection connection = this.connections.connect(node, timeouts.connect(), deadline);
		return exchange(connection, request, deadline.orIn(timeouts.read()));
	}

	private NodeAnswer sendOnIdle(NodeConnection connection, NodeRequest request, Timeouts timeouts, Deadline deadline)
			throws NodeFailedException, IOException, HttpException {
		EndpointDetails traffic = connection.http().getEndpointDetails();
		long receivedBefore = traffic.getReceivedBytesCount();
		Deadline both = deadline.orIn(timeouts.read());
		try {
			return exchange(connection, request, both);
		}
		catch (NoHttpResponseException | SocketException ex) {
			if (traffic.getReceivedBytesCount() > receivedBefore || !request.sendAgain()) {
				throw ex;
			}
			// Not a byte: most likely the node closed this connection at this moment.
			// Once more, in the time that is left.
			this.connections.closeIdle(connection.node());
			try {
				return sendOnNew(connection.node(), request, timeouts, both);
			}
			catch (NodeFailedException failure) {
				throw failure.afterSending();
			}
		}
	}

	private NodeAnswer exchange(NodeConnection connection, NodeRequest wanted, Deadline deadline)
			throws NodeFailedException, IOException, HttpException {
		boolean reusable = false;
		connection.begin(deadline);
		try {
			ClassicHttpRequest request = request(connection.host(), wanted);
			HttpCoreContext context = HttpCoreContext.create();
			ClassicHttpResponse response = this.http.execute(request, connection.http(), context);
			byte[] body = body(response.getEntity(), wanted.memory());
			reusable = connection.end() && this.http.keepAlive(request, response, connection.http(), context);
			return new NodeAnswer(response, body);
		}
		catch (IOException | HttpException ex) {
			if (!connection.end()) {
				throw new NodeFailedException("gave no whole answer within " + deadline.allowed());
			}
			throw ex;
		}
		finally {
			connection.end();
			this.connections.release(connection, reusable);
		}
	}

	private static ClassicHttpRequest request(HostPort host, NodeRequest wanted) {
		// Without a host, the target is not taken apart.
		ClassicHttpRequest request = new BasicClassicHttpRequest(wanted.method(), (HttpHost) null, wanted.target());
		request.addHeader("Host", host);
		wanted.headers().forEach(request::addHeader);
		if (wanted.body() != null) {
			request.addHeader("Content-Length", wanted.body().length);
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
		this.sweeper.close();
		this.connections.close();
	}

}
