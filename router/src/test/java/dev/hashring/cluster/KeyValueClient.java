package dev.hashring.cluster;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts, gets, deletes and lists key-value pairs at a router.
 */
public record KeyValueClient(URI router) {

	public HttpResponse<String> put(String key, String value, String... headers) {
		return send("PUT", key(key), value, headers);
	}

	public HttpResponse<String> get(String key, String... headers) {
		return send("GET", key(key), "", headers);
	}

	public HttpResponse<String> delete(String key, String... headers) {
		return send("DELETE", key(key), "", headers);
	}

	private static String key(String key) {
		return "?key=" + encoded(key);
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	/** All keys with a prefix, page by page. */
	public List<String> list(String prefix, int limit) {
		List<String> keys = new ArrayList<>();
		String after = "";
		do {
			HttpResponse<String> answer = send("GET",
					"?prefix=%s&limit=%d&after=%s".formatted(encoded(prefix), limit, encoded(after)), "");
			if (answer.statusCode() != 200) {
				throw new IllegalStateException(answer.body());
			}
			JsonNode page = JsonMapper.shared().readTree(answer.body().getBytes(StandardCharsets.ISO_8859_1));
			page.get("keys").valueStream().map(JsonNode::asString).forEach(keys::add);
			String next = page.path("next").asString("");
			if (!next.isEmpty() && next.equals(after)) {
				throw new IllegalStateException("This page leads to itself: " + answer.body());
			}
			after = next;
		}
		while (!after.isEmpty());
		return keys;
	}

	/** Sends a request; each byte of a body is one character, up to U+00FF. */
	public HttpResponse<String> send(String method, String query, String body, String... headers) {
		return Http.send(this.router.resolve("/kv" + query), StandardCharsets.ISO_8859_1, method, body, headers);
	}

}
