package dev.hashring.router.api;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import dev.hashring.cluster.RawHttp.Answer;
import dev.hashring.cluster.RingClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests as proxies, caches and careless clients send them, over real connections.
 */
class OddRequestsTests {

	private static LocalCluster cluster;

	@BeforeAll
	static void start() {
		cluster = LocalCluster.start();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ring_router", "ring_router:8080", "_upstream", "node-", "a..b", "a.-b",
			"demo_node1_1:5000", "x~y", "localhost", "127.0.0.1:5000", "[::1]:8080", "a.example.", "" })
	void anyHostNameIsTaken(String host) throws IOException {
		for (String target : List.of("/route?key=Alice", "/ring", "/", "/v3/api-docs", "/actuator/health", "/kv")) {
			assertThat(ask(cluster.url(), target, host).status()).as(target).isEqualTo(200);
		}
		for (String target : List.of("/handle?key=Alice", "/actuator/health")) {
			assertThat(ask(cluster.node("node1").url(), target, host).status()).as(target).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a/b", "a@b", "<script>", "a:b", "a:99999999999", "[::1", "\"a\"", "a\u00e4" })
	void whatIsNoHostNameIsRefused(String host) throws IOException {
		assertThat(ask(cluster.url(), "/ring", host).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/route?key=Alice", "/route", "/ring", "/ring?epoch=99", "/ring/points",
			"/ring/lookup?key=a", "/ring/history", "/lab/compare?keys=10", "/kv", "/kv?key=a", "/actuator/health",
			"/actuator/prometheus", "/nothing", "/js/nothing.js", "/ring/members/a", "/ring/events", "/v3/api-docs",
			"/%zz" })
	void whatLivesIsKeptByNoCache(String target) throws IOException {
		String method = target.equals("/ring/events") ? "HEAD" : "GET";
		assertThat(RawHttp.send(cluster.url(), method, target).header("Cache-Control")).isEqualTo("no-store");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/handle?key=a", "/store", "/actuator/health", "/nothing", "/%zz" })
	void whatANodeSaysIsKeptByNoCache(String target) throws IOException {
		assertThat(RawHttp.send(cluster.node("node1").url(), "GET", target).header("Cache-Control"))
			.isEqualTo("no-store");
	}

	@Test
	void nginxSendsEventsOnAtOnce() throws IOException {
		assertThat(RawHttp.send(cluster.url(), "HEAD", "/ring/events").header("X-Accel-Buffering")).isEqualTo("no");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/lab/compare?keys=50%", "/lab/compare?members=%zz", "/lab/compare?event=%",
			"/ring?epoch=%zz", "/ring?%", "/ring?epoch=%ff", "/ring?x=%", "/ring/points?epoch=%",
			"/ring/lookup?key=a&epoch=%4", "/ring/history?after=%", "/ring/history?limit=%g0" })
	void aQueryThatCanNotBeReadIsRefusedInASentence(String target) throws IOException {
		assertProblem(RawHttp.send(cluster.url(), "GET", target), 400, "The query of this URL can't be read");
	}

	@ParameterizedTest
	@ValueSource(strings = { "//", "/ring/", "//ring", "/ring//points", "/route/", "/swagger-ui/nothing",
			"/actuator/nothing", "/local/nothing", "/ring/members/", "/./nothing" })
	void aPathWithNothingIsAnsweredInASentence(String target) throws IOException {
		assertProblem(RawHttp.send(cluster.url(), "GET", target), 404, "There is nothing at /");
	}

	@Test
	void anotherMethodAtAnOddPathIsAnsweredInASentence() throws IOException {
		assertProblem(RawHttp.send(cluster.url(), "POST", "//"), 404, "There is nothing at /");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache1/10.0.0.1:11211", "/", "a\\b", "a;b=c", "a b+c", "100%", "a?b#c", "節點", "a%2Fb",
			"a,b", "a\"b" })
	void anIdMayHaveAnyCharacter(String id) {
		RingClient ring = cluster.ring();
		assertThat(ring.put(id, "{'url': 'http://127.0.0.1:1', 'position': 7}").statusCode()).isEqualTo(201);
		assertThat(ring.ids()).contains(id);
		assertThat(ring.put(id, "{'weight': 2}").statusCode()).isEqualTo(200);
		assertThat(new RingClient(cluster.url(), "wrong").delete(id).statusCode()).isEqualTo(401);
		assertThat(ring.delete(id).statusCode()).isEqualTo(204);
		assertThat(ring.ids()).doesNotContain(id);
	}

	@Test
	void headersTellAnyIdUrlEncoded() throws IOException {
		RingClient ring = cluster.ring();
		ring.patch("{'onOwnerFailure': 'next-node'}");
		ring.put("節點 1", "{'url': '%s', 'position': 288}".formatted(cluster.node("node1").url()));
		String encoded = URLEncoder.encode("節點 1", StandardCharsets.UTF_8);
		Answer answer = RawHttp.send(cluster.url(), "GET", "/route?key=Alice");
		assertThat(answer.header("X-Ring-Owner")).isEqualTo(encoded);
		assertThat(answer.header("X-Ring-Member")).isEqualTo(encoded);

		ring.delete("節點 1");
	}

	@Test
	void linksLeadBackThroughAProxyWithAPrefix() throws IOException {
		String request = "GET %s HTTP/1.1\r\nHost: example.org\r\nX-Forwarded-Prefix: /ring-demo\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n";
		assertThat(RawHttp.send(cluster.url(), request.formatted("/swagger-ui.html")).header("Location"))
			.endsWith("/ring-demo/swagger-ui/index.html");
		assertThat(RawHttp.send(cluster.url(), request.formatted("/v3/api-docs")).body())
			.contains("\"url\":\"https://example.org/ring-demo\"");
		assertThat(RawHttp.send(cluster.url(), request.formatted("/v3/api-docs/swagger-config")).body())
			.contains("\"url\":\"/ring-demo/v3/api-docs\"");
	}

	@Test
	void aThousandKeysAreLookedUpAtOnce() {
		RingClient ring = cluster.ring();
		String keys = String.join("','", Collections.nCopies(1000, "k".repeat(200)));
		assertThat(ring.send("POST", "/ring/lookup", "{'keys': ['%s']}".formatted(keys)).statusCode()).isEqualTo(200);
		assertThat(new RingClient(cluster.url(), "no token")
			.send("POST", "/ring/lookup", "{'keys': ['Alice', 'Bob', 'Alice']}")
			.body()).contains(
					"\"lookups\":[{\"key\":\"Alice\",\"position\":288,\"owner\":\"node3\",\"replicas\":[\"node3\"]},{\"key\":\"Bob\",\"position\":91,\"owner\":\"node1\",\"replicas\":[\"node1\"]},{\"key\":\"Alice\"");
		for (String body : List.of("{'keys': []}", "{}", "{'keys': null}",
				"{'keys': ['%s','one too many']}".formatted(keys))) {
			assertThat(ring.send("POST", "/ring/lookup", body).body()).contains("keys takes a list of 1 to 1000 keys.");
		}
		for (String body : List.of("{'keys': ['a', '']}", "{'keys': [null]}")) {
			assertThat(ring.send("POST", "/ring/lookup", body).body()).contains("A key can't be empty.");
		}
	}

	private static Answer ask(URI server, String target, String host) throws IOException {
		return RawHttp.send(server, "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
	}

	private static void assertProblem(Answer answer, int status, String detail) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains(detail);
	}

}
