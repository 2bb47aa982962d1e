package dev.hashring.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.StoreStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the store of one node what it has, past the router.
 */
record NodeStoreClient(URI node, String token) {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	StoreStatus status() {
		return JsonMapper.shared().readValue(send("GET", "/store", "").body(), StoreStatus.class);
	}

	/** What it says of itself: 200 or 503. */
	int readiness() {
		return send("GET", "/actuator/health/readiness", "").statusCode();
	}

	HttpResponse<String> get(String key) {
		StoreStatus status = status();
		return send("GET", entry(key), "", StoreHeader.EPOCH, "" + status.epoch(), StoreHeader.LAYOUT,
				"" + status.layout());
	}

	/** Puts the first entry for a key, at some position, as a ring of some layout. */
	HttpResponse<String> put(String key, String value) {
		return send("PUT", entry(key), value, StoreHeader.EPOCH, "1", StoreHeader.LAYOUT, "a layout",
				StoreHeader.VERSION, "1-00c0ffee00c0ffee", StoreHeader.POSITION, "1");
	}

	private static String entry(String key) {
		return "/store/entries?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
	}

	private HttpResponse<String> send(String method, String target, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.node.resolve(target))
			.timeout(Duration.ofSeconds(10))
			.header("Authorization", "Bearer " + this.token)
			.method(method, method.equals("PUT") ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return HTTP.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
