package dev.hashring.cluster;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at a ring through its addresses, and changes it with its token.
 */
public record RingClient(URI router, String token) {

	/** {@code GET /ring}. */
	public JsonNode ring() {
		return get("/ring");
	}

	/** What {@code GET /ring} says of a member; missing if it is not in the ring. */
	public JsonNode member(String id) {
		return ring().get("members")
			.valueStream()
			.filter((member) -> member.get("id").asString().equals(id))
			.findFirst()
			.orElse(JsonMapper.shared().missingNode());
	}

	/** {@code GET /ring/points}. */
	public JsonNode points() {
		return get("/ring/points");
	}

	/** {@code GET /ring/lookup}. */
	public JsonNode lookup(String key) {
		return get("/ring/lookup?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
	}

	/** {@code GET /kv/where}. */
	public JsonNode where(String key) {
		return get("/kv/where?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
	}

	/** {@code POST /ring/preview}. */
	public JsonNode preview(String change) {
		return JsonMapper.shared().readTree(send("POST", "/ring/preview", change).body());
	}

	/** {@code POST /ring/lookup}: one result for each key, in their order. */
	public JsonNode lookups(Collection<String> keys) {
		return lookups("/ring/lookup", keys);
	}

	/** The same by the ring of an earlier epoch. */
	public JsonNode lookups(Collection<String> keys, long epoch) {
		return lookups("/ring/lookup?epoch=" + epoch, keys);
	}

	private JsonNode lookups(String target, Collection<String> keys) {
		String body = JsonMapper.shared().writeValueAsString(Map.of("keys", keys));
		return JsonMapper.shared().readTree(sendAsIs("POST", target, body).body()).get("lookups");
	}

	/** Who owns a key. */
	public String owner(String key) {
		return lookup(key).get("owner").asString();
	}

	/** Who is in the ring. */
	public List<String> ids() {
		return ring().get("members").valueStream().map((member) -> member.get("id").asString()).toList();
	}

	/** Whether a member is in the ring and up. */
	public boolean isUp(String id) {
		return member(id).path("status").asString("").equals("UP");
	}

	/** How many members are up. */
	public long up() {
		return ring().get("members")
			.valueStream()
			.filter((member) -> member.get("status").asString().equals("UP"))
			.count();
	}

	public HttpResponse<String> put(String id, String body) {
		return send("PUT", path(id), body);
	}

	public HttpResponse<String> delete(String id) {
		return send("DELETE", path(id), "");
	}

	private static String path(String id) {
		return "/ring/members/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
	}

	public HttpResponse<String> patch(String body) {
		return send("PATCH", "/ring/settings", body);
	}

	/** The JSON at an address, whatever the status. */
	public JsonNode get(String target) {
		return JsonMapper.shared().readTree(send("GET", target, "").body());
	}

	/** Sends a request with the token; single quotes in a body stand for double ones. */
	public HttpResponse<String> send(String method, String target, String body) {
		return sendAsIs(method, target, body.replace('\'', '"'));
	}

	private HttpResponse<String> sendAsIs(String method, String target, String body) {
		return Http.send(this.router.resolve(target), StandardCharsets.UTF_8, method, body, "Authorization",
				"Bearer " + this.token, "Content-Type", "application/json");
	}

}
