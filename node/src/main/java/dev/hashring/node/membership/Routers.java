package dev.hashring.node.membership;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * The routers of the ring, any of which may be asked.
 */
@Component
class Routers {

	private final List<String> urls;

	private final List<RestClient> clients;

	private volatile int current;

	Routers(JoinSettings settings) {
		this.urls = settings.routers();
		// An HTTP client takes a while to set up, and a node that does not join needs
		// none.
		this.clients = this.urls.isEmpty() ? List.of() : clients(this.urls);
	}

	private static List<RestClient> clients(List<String> urls) {
		JdkClientHttpRequestFactory connections = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(1))
			.build());
		connections.setReadTimeout(Duration.ofSeconds(2));
		RestClient.Builder client = RestClient.builder().requestFactory(connections);
		return urls.stream().map((url) -> client.clone().baseUrl(url).build()).toList();
	}

	/**
	 * Asks the router that answered last, and the next one if it does not answer, or
	 * answers with a 5xx.
	 * @throws org.springframework.web.client.RestClientException if a router refuses, or
	 * what the last one did if all fail
	 */
	<T> T ask(Function<RestClient, T> request) {
		for (int left = this.clients.size() - 1;; left--) {
			int asked = this.current;
			try {
				return request.apply(this.clients.get(asked));
			}
			catch (ResourceAccessException | HttpServerErrorException ex) {
				this.current = (asked + 1 < this.clients.size()) ? asked + 1 : 0;
				if (left == 0) {
					throw ex;
				}
			}
		}
	}

	/** The one that is asked first. */
	String current() {
		return this.urls.get(this.current);
	}

	@Override
	public String toString() {
		return String.join(" or ", this.urls);
	}

}
