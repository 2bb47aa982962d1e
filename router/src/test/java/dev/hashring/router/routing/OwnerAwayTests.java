package dev.hashring.router.routing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.hashring.cluster.FaultyNode;
import dev.hashring.cluster.FaultyNode.Fault;
import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.LocalNode;
import dev.hashring.cluster.RawHttp;
import dev.hashring.cluster.RawHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the router answers while the owner of a key is away, and after: Bob, Alice and Z
 * belong to node1, node3 and node2.
 */
class OwnerAwayTests {

	private static LocalCluster cluster;

	@BeforeAll
	static void start() {
		cluster = LocalCluster.start("--ring.read-timeout=2s");
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void aNodeIsStoppedAndStartedAgainAsOftenAsOneLikes() throws IOException {
		for (int i = 0; i < 3; i++) {
			assertThat(get("Alice").status()).isEqualTo(200);
			cluster.node("node3").stop();
			assertAway("Alice", 288, "node3", "refused the connection");
			assertThat(get("Bob").status()).isEqualTo(200);
			assertThat(get("Z").status()).isEqualTo(200);
			cluster.node("node3").start();
		}
		assertThat(get("Alice").body()).isEqualTo("[Ring Position: 288] Node node3 handled key: Alice");
	}

	@Test
	void aSilentNodeDoesNotHangItsCallers() throws IOException {
		cluster.node("node1").pause();
		assertAway("Bob", 91, "node1", "gave no whole answer within 2000 ms");
		assertThat(get("Alice").status()).isEqualTo(200);
		cluster.node("node1").start();
		assertThat(get("Bob").status()).isEqualTo(200);
	}

	@Test
	void hundredsOfRequestsToASilentNodeHoldUpNobodyElse() throws Exception {
		LocalNode node = cluster.node("node1");
		node.pause();
		ExecutorService callers = Executors.newFixedThreadPool(300);
		List<Future<Answer>> held = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			held.add(callers.submit(() -> get("Bob")));
		}
		await().until(() -> node.held() > 200);
		assertThat(get("Alice").status()).isEqualTo(200);
		assertThat(node.held()).as("requests still held").isPositive();
		for (Future<Answer> answer : held) {
			assertThat(answer.get().status()).isEqualTo(500);
		}
		callers.shutdown();
		node.start();
	}

	@ParameterizedTest
	@CsvSource({ "UNAVAILABLE, 503, answered 503", "REDIRECT, 500, answered 302",
			"HALF, 500, broke off before its answer was whole",
			"TRICKLING_BODY, 500, gave no whole answer within 2000 ms" })
	void aNodeThatAnswersWronglyIsNamedInTheProblem(Fault fault, int status, String cause) throws IOException {
		try (FaultyNode faulty = new FaultyNode(0, fault);
				LocalCluster other = LocalCluster.start("--ring.members[3].id=faulty",
						"--ring.members[3].url=" + faulty.url(), "--ring.members[3].position=288")) {
			Answer answer = RawHttp.send(other.url(), "GET", "/route?key=Alice");
			assertProblem(answer, status, 288, "faulty", cause);
			assertThat(answer.header("X-Ring-Owner")).isEqualTo("faulty");
		}
	}

	private static void assertAway(String key, int position, String member, String cause) throws IOException {
		Answer answer = get(key);
		assertProblem(answer, 500, position, member, cause);
		assertThat(answer.header("X-Ring-Owner")).isEqualTo(member);
		assertThat(answer.header("X-Ring-Member")).as("who answered").isNull();
	}

	private static void assertProblem(Answer answer, int status, int position, String member, String cause) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains("\"title\":\"The owner of this key did not answer it\"",
				"\"status\":" + status, "\"position\":" + position, "\"member\":\"" + member + "\"",
				"\"cause\":\"" + cause + "\"",
				"\"detail\":\"Position %d belongs to %s, which %s.\"".formatted(position, member, cause));
	}

	private static Answer get(String key) throws IOException {
		return RawHttp.send(cluster.url(), "GET", "/route?key=" + key);
	}

}
