package dev.hashring.router.kv;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.sun.net.httpserver.HttpServer;
import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a user gets while replicas are away.
 */
class ReplicasAwayTests {

	private LocalCluster cluster;

	private KeyValueClient kv;

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private void start(String... settings) {
		this.cluster = LocalCluster.start(settings);
		this.kv = new KeyValueClient(this.cluster.url());
	}

	@Test
	void oneOfThreeIsNotMissed() {
		start("--ring.replicas=3");
		this.kv.put("before", "one");
		this.cluster.node("node2").stop();
		assertThat(this.kv.get("before").body()).isEqualTo("one");
		HttpResponse<String> put = this.kv.put("while", "two");
		assertThat(put.statusCode()).isEqualTo(201);
		assertThat(put.headers().firstValue("X-Ring-Replicas")).contains("node1, node3");
		assertThat(this.kv.get("while").body()).isEqualTo("two");
		assertThat(this.kv.delete("before").statusCode()).isEqualTo(204);
		assertThat(this.kv.get("before").statusCode()).isEqualTo(404);
		assertThat(this.kv.list("", 10)).containsExactly("while");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void aNodeIsTakenForNoOtherMember(int replicas) {
		start("--ring.replicas=" + replicas);
		assertThat(this.kv.put("Alice", "one").statusCode()).isEqualTo(201);
		String url = "{'url': '%s'}";
		this.cluster.ring().put("node3", url.formatted(this.cluster.node("node2").url()));
		if (replicas > 1) {
			this.cluster.node("node1").stop();
		}
		assertThat(problem(this.kv.get("Alice")).get("detail").asString())
			.contains("node3 answered 409 (This node is node2, and not node3.)");
		problem(this.kv.put("Alice", "two"));
		this.cluster.node("node1").start();
		this.cluster.ring().put("node3", url.formatted(this.cluster.node("node3").url()));
		await().until(() -> this.cluster.ring().up() == 3);
		assertThat(this.kv.put("Alice", "three").statusCode()).isEqualTo(200);
		assertThat(this.kv.get("Alice").body()).isEqualTo("three");
	}

	@Test
	void aServerThatIsNoNodeKeepsNothing() throws IOException {
		start();
		assertThat(this.kv.put("Alice", "one").statusCode()).isEqualTo(201);
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		try {
			this.cluster.ring().put("node3", "{'url': 'http://127.0.0.1:%d'}".formatted(server.getAddress().getPort()));
			assertThat(problem(this.kv.put("Alice", "two")).get("detail").asString())
				.contains("node3 has a url at which another server answers");
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void withoutAMajorityNobodyGuesses() {
		start("--ring.replicas=3", "--ring.deadline=3s", "--ring.read-timeout=1s");
		this.kv.put("kept", "one");
		this.cluster.node("node1").stop();
		this.cluster.node("node2").pause();
		long start = System.nanoTime();
		JsonNode read = problem(this.kv.get("kept"));
		assertThat(read.get("needed").asInt()).isEqualTo(2);
		assertThat(read.get("answered").asInt()).isEqualTo(1);
		assertThat(read.get("away").valueStream().map((away) -> away.get("member").asString())).containsExactly("node1",
				"node2");
		assertThat(read.get("detail").asString()).startsWith("2 of 3 replicas have to answer, but node1 ")
			.contains("; node2 gave no ");
		assertThat(read.has("mayHaveHappened")).isFalse();
		problem(this.kv.get("never there"));
		JsonNode write = problem(this.kv.put("kept", "two"));
		assertThat(write.get("mayHaveHappened").asBoolean()).isFalse();
		assertThat(write.get("detail").asString()).endsWith("Nothing was changed.");
		problem(this.kv.delete("kept"));
		problem(this.kv.send("GET", "", ""));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).as("five requests").isLessThan(Duration.ofSeconds(20));
		this.cluster.node("node2").start();
		assertThat(this.kv.get("kept").body()).isEqualTo("one");
		assertThat(this.kv.get("never there").statusCode()).isEqualTo(404);
	}

	@Test
	void withOneReplicaOnlyItsOwnKeysAreAway() {
		start();
		// In the ring of the original: Alice is node3's, Bob is node2's.
		assertThat(this.kv.put("Alice", "one").headers().firstValue("X-Ring-Replicas")).contains("node3");
		HttpResponse<String> created = this.kv.put("Bob", "one");
		HttpResponse<String> replaced = this.kv.put("Bob", "two");
		assertThat(created.statusCode()).isEqualTo(201);
		assertThat(created.headers().firstValue("ETag").orElse("")).startsWith("\"1-");
		assertThat(replaced.statusCode()).isEqualTo(200);
		assertThat(replaced.headers().firstValue("ETag").orElse("")).startsWith("\"2-");
		assertThat(this.kv.get("Bob").headers().firstValue("ETag")).isEqualTo(replaced.headers().firstValue("ETag"));
		this.cluster.node("node3").stop();
		assertThat(problem(this.kv.get("Alice")).get("detail").asString())
			.isEqualTo("The one replica has to answer, but node3 refused the connection.");
		assertThat(this.kv.get("Bob").body()).isEqualTo("two");
		this.cluster.node("node3").start();
		assertThat(this.kv.get("Alice").body()).isEqualTo("one");
	}

	@Test
	void aRingWithFewerMembersThanReplicasKeepsAsManyCopiesAsItHasMembers() {
		start("--ring.replicas=7");
		assertThat(this.kv.put("key", "value").statusCode()).isEqualTo(201);
		this.cluster.node("node1").stop();
		assertThat(this.kv.get("key").body()).isEqualTo("value");
		this.cluster.node("node2").stop();
		assertThat(problem(this.kv.get("key")).get("needed").asInt()).isEqualTo(2);
	}

	@Test
	void aRingWithFewerMembersThanReplicasListsByAMajorityToo() {
		this.cluster = LocalCluster.start(2, "--ring.replicas=3");
		this.kv = new KeyValueClient(this.cluster.url());
		this.kv.put("key", "value");
		assertThat(this.kv.list("", 10)).containsExactly("key");
		this.cluster.node("node2").stop();
		assertThat(problem(this.kv.send("GET", "", "")).get("needed").asInt()).isEqualTo(2);
	}

	@Test
	void whoWasAwayCatchesUpWithoutAnybodyReading() {
		start("--ring.replicas=3");
		this.kv.put("deleted", "soon");
		this.cluster.node("node3").stop();
		for (int i = 0; i < 30; i++) {
			this.kv.put("key" + i, "value" + i);
		}
		this.kv.delete("deleted");
		this.cluster.node("node3").start();
		await().atMost(Duration.ofSeconds(30)).until(() -> this.cluster.store("node3").status().entries() == 31);
		// Now node3 is needed for each majority.
		this.cluster.node("node1").stop();
		await().until(() -> this.kv.get("deleted").statusCode() == 404);
		for (int i = 0; i < 30; i++) {
			assertThat(this.kv.get("key" + i).body()).isEqualTo("value" + i);
		}
	}

	private static JsonNode problem(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).isEqualTo(503);
		JsonNode problem = JsonMapper.shared().readTree(answer.body());
		assertThat(problem.get("title").asString()).isEqualTo("Too few replicas answered");
		return problem;
	}

}
