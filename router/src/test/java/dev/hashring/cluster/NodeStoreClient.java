package dev.hashring.cluster;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.StoreStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the store of one node what it has, past the router.
 */
public record NodeStoreClient(URI node, String token) {

	/** {@code GET /store}. */
	public StoreStatus status() {
		return JsonMapper.shared().readValue(send("GET", "/store", "").body(), StoreStatus.class);
	}

	/** What it says of itself: 200 or 503. */
	int readiness() {
		return send("GET", "/actuator/health/readiness", "").statusCode();
	}

	HttpResponse<String> get(String key) {
		StoreStatus status = status();
		return send("GET", entry(key), "", StoreHeader.STATE, "" + status.stamp(), StoreHeader.STORE,
				"" + status.store());
	}

	/**
	 * Puts the first entry for a key, as a router that goes by the state which the node
	 * knows.
	 */
	HttpResponse<String> put(String key, String value) {
		StoreStatus status = status();
		return send("PUT", entry(key), value, StoreHeader.STATE, "" + status.stamp(), StoreHeader.STORE,
				"" + status.store(), StoreHeader.VERSION, "1-00c0ffee00c0ffee");
	}

	private static String entry(String key) {
		return "/store/entries?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
	}

	private HttpResponse<String> send(String method, String target, String body, String... headers) {
		String[] all = Stream.concat(Stream.of("Authorization", "Bearer " + this.token), Stream.of(headers))
			.toArray(String[]::new);
		return Http.send(this.node.resolve(target), StandardCharsets.UTF_8, method, body, all);
	}

}
