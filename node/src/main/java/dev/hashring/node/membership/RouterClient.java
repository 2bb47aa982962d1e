package dev.hashring.node.membership;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.UUID;

import dev.hashring.node.NodeId;
import dev.hashring.node.access.ClusterToken;
import dev.hashring.protocol.JoinRequest;
import org.apache.tomcat.util.net.IPv6Utils;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/**
 * Tells a router that this process joins, stays, or leaves.
 */
@Component
class RouterClient {

	private final String instance = UUID.randomUUID().toString();

	private final JoinSettings settings;

	private final ClusterToken token;

	private final String id;

	private final Environment environment;

	private final Routers routers;

	private @Nullable URI ownUrl;

	RouterClient(JoinSettings settings, ClusterToken token, NodeId id, Environment environment, Routers routers) {
		this.settings = settings;
		this.token = token;
		this.id = id.text();
		this.environment = environment;
		this.routers = routers;
	}

	/**
	 * Joins, or renews the lease.
	 * @throws IOException if the token can't be read
	 * @throws RestClientException if no router answers, or one refuses
	 */
	void join() throws IOException {
		String authorization = this.token.current().authorization();
		JoinRequest join = this.settings.request(ownUrl());
		this.routers.ask((router) -> router.put()
			.uri("/ring/members/{id}", this.id)
			.header(HttpHeaders.AUTHORIZATION, authorization)
			.header(JoinRequest.INSTANCE, this.instance)
			.body(join)
			.retrieve()
			.toBodilessEntity());
	}

	private URI ownUrl() throws IOException {
		if (this.ownUrl == null) {
			this.ownUrl = url(InetAddress.getByName(this.environment.getProperty("server.address", "0.0.0.0")),
					this.environment.getRequiredProperty("local.server.port"));
		}
		return this.ownUrl;
	}

	/** Where a server answers that is bound to an address. */
	static URI url(InetAddress bound, String port) throws IOException {
		String host = bound.getHostAddress();
		if (bound.isAnyLocalAddress()) {
			host = InetAddress.getLocalHost().getHostName();
		}
		else if (bound instanceof Inet6Address) {
			// A zone, after %, means something on this host alone.
			host = "[" + IPv6Utils.canonize(host.replaceFirst("%.*", "")) + "]";
		}
		return URI.create("http://" + host + ":" + port);
	}

	/**
	 * Leaves; where the ring does not have it, all is well.
	 * @return whether it has left; if not, entries are still moving, and it is to ask
	 * again
	 * @throws IOException if the token can't be read
	 * @throws HttpClientErrorException.Conflict if the node stays: it was put there by
	 * hand, or it is the last one and keeps entries
	 * @throws RestClientException if no router answers, or one refuses otherwise
	 */
	boolean leave() throws IOException {
		String authorization = this.token.current().authorization();
		try {
			return this.routers
				.ask((router) -> router.delete()
					.uri("/ring/members/{id}", this.id)
					.header(HttpHeaders.AUTHORIZATION, authorization)
					.header(JoinRequest.INSTANCE, this.instance)
					.retrieve()
					.toBodilessEntity())
				.getStatusCode()
				.value() != HttpStatus.ACCEPTED.value();
		}
		catch (HttpClientErrorException.NotFound ex) {
			return true;
		}
		catch (HttpClientErrorException.Conflict ex) {
			HttpHeaders headers = ex.getResponseHeaders();
			if (headers != null && headers.getFirst(HttpHeaders.RETRY_AFTER) != null) {
				return false;
			}
			throw ex;
		}
	}

}
