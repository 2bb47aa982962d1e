package dev.hashring.node.membership;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;

import dev.hashring.node.NodeId;
import dev.hashring.node.access.ClusterToken;
import dev.hashring.protocol.JoinRequest;
import org.apache.tomcat.util.net.IPv6Utils;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Tells the router that this process joins, stays, or leaves.
 */
@Component
class RouterClient {

	private final String instance = UUID.randomUUID().toString();

	private final JoinSettings settings;

	private final ClusterToken token;

	private final String id;

	private final Environment environment;

	private final RestClient http;

	private @Nullable URI ownUrl;

	RouterClient(JoinSettings settings, ClusterToken token, NodeId id, Environment environment) {
		this.settings = settings;
		this.token = token;
		this.id = id.text();
		this.environment = environment;
		JdkClientHttpRequestFactory connections = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(1))
			.build());
		connections.setReadTimeout(Duration.ofSeconds(2));
		this.http = RestClient.builder().requestFactory(connections).baseUrl(settings.router()).build();
	}

	/**
	 * Joins, or renews the lease.
	 * @throws IOException if the token can't be read
	 * @throws RestClientException if the router does not answer, or refuses
	 */
	void join() throws IOException {
		this.http.put()
			.uri("/ring/members/{id}", this.id)
			.header(HttpHeaders.AUTHORIZATION, this.token.current().authorization())
			.header(JoinRequest.INSTANCE, this.instance)
			.body(this.settings.request(ownUrl()))
			.retrieve()
			.toBodilessEntity();
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
	 * @throws RestClientException if the router does not answer, or refuses otherwise
	 */
	boolean leave() throws IOException {
		try {
			return this.http.delete()
				.uri("/ring/members/{id}", this.id)
				.header(HttpHeaders.AUTHORIZATION, this.token.current().authorization())
				.header(JoinRequest.INSTANCE, this.instance)
				.retrieve()
				.toBodilessEntity()
				.getStatusCode()
				.value() != HttpStatus.ACCEPTED.value();
		}
		catch (HttpClientErrorException.NotFound ex) {
			return true;
		}
		catch (HttpClientErrorException.Conflict ex) {
			if (String.valueOf(ex.getResponseHeaders()).contains(HttpHeaders.RETRY_AFTER)) {
				return false;
			}
			throw ex;
		}
	}

}
