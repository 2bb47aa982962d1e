package dev.hashring.cluster;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.hashring.cluster.RawHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * The original's cluster in containers, and how it fails.
 */
@EnabledIfDockerAvailable
class OriginalIT {

	private static final Map<String, String> KEYS = Map.of("node1", "Bob", "node2", "Z", "node3", "Alice");

	private static ContainerCluster cluster;

	@BeforeAll
	static void start() {
		cluster = ContainerCluster.original().start();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@ParameterizedTest
	@CsvFileSource(resources = "/vectors.csv", numLinesToSkip = 1)
	void aKeyIsHandledByItsOwner(String key, long position, String member) throws IOException {
		assertThat(cluster.route(key).body())
			.isEqualTo("[Ring Position: " + position + "] Node " + member + " handled key: " + key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "node1", "node2", "node3" })
	void aStoppedNodesKeysAre500UntilItIsStartedAgain(String node) throws IOException {
		for (int i = 0; i < 2; i++) {
			cluster.stop(node);
			assertOnlyAway(node);
			cluster.start(node);
			assertBackWithinTwoSecondsOfItsFirstHealthyAnswer(node);
		}
	}

	@Test
	void aKilledNodeIsFoundAgainAtAnotherAddress() throws IOException {
		// Docker gives the lowest address that is free, so the first to come back gets
		// it.
		boolean node3IsHigher = last(cluster.address("node3")) > last(cluster.address("node2"));
		String first = node3IsHigher ? "node3" : "node2";
		String second = node3IsHigher ? "node2" : "node3";
		String before = cluster.address(first);
		cluster.kill(first);
		assertOnlyAway(first);
		cluster.kill(second);
		cluster.start(first);
		cluster.start(second);
		assertBackWithinTwoSecondsOfItsFirstHealthyAnswer(first);
		assertBackWithinTwoSecondsOfItsFirstHealthyAnswer(second);
		assertThat(cluster.address(first)).isNotEqualTo(before);
	}

	private static int last(String address) {
		return Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
	}

	@Test
	void aPausedNodesKeysAre500WithinTheTimeout() throws IOException {
		cluster.pause("node1");
		assertOnlyAway("node1");
		assertThat(cluster.route("Bob").body()).contains("gave no whole answer within 2000 ms");
		cluster.unpause("node1");
		assertBackWithinTwoSecondsOfItsFirstHealthyAnswer("node1");
	}

	@Test
	void withAllNodesAwayEveryKeyIs500AndTheRouterStaysHealthy() throws IOException {
		KEYS.keySet().forEach(cluster::kill);
		for (String key : KEYS.values()) {
			assertThat(cluster.route(key).status()).isEqualTo(500);
		}
		assertThat(health("router")).isEqualTo(200);
		KEYS.keySet().forEach(cluster::start);
		for (String node : KEYS.keySet()) {
			assertBackWithinTwoSecondsOfItsFirstHealthyAnswer(node);
		}
	}

	private static void assertOnlyAway(String away) {
		URI router = cluster.url("router");
		for (Map.Entry<String, String> key : KEYS.entrySet()) {
			// Connect and read timeout, and half a second for a slow machine.
			Answer answer = assertTimeout(Duration.ofMillis(3500),
					() -> ContainerCluster.route(router, key.getValue()));
			assertThat(answer.status()).as(key.toString()).isEqualTo(key.getKey().equals(away) ? 500 : 200);
			assertThat(answer.header("X-Ring-Owner")).isEqualTo(key.getKey());
		}
	}

	private static void assertBackWithinTwoSecondsOfItsFirstHealthyAnswer(String node) {
		URI router = cluster.url("router");
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).until(() -> health(node) == 200);
		await().atMost(Duration.ofSeconds(2))
			.pollDelay(Duration.ZERO)
			.pollInterval(100, TimeUnit.MILLISECONDS)
			.until(() -> ContainerCluster.route(router, KEYS.get(node)).status() == 200);
	}

	private static int health(String id) {
		try {
			URI url = cluster.url(id);
			return RawHttp.send(url, "GET", "/actuator/health").status();
		}
		catch (IOException | RuntimeException ex) {
			return 0;
		}
	}

}
