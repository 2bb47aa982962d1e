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
		String before = cluster.address("node3");
		cluster.kill("node3");
		assertOnlyAway("node3");
		cluster.stop("node2"); // and both come back, each where the other was
		cluster.start("node3");
		cluster.start("node2");
		assertBackWithinTwoSecondsOfItsFirstHealthyAnswer("node3");
		assertBackWithinTwoSecondsOfItsFirstHealthyAnswer("node2");
		assertThat(cluster.address("node3")).isNotEqualTo(before);
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

	private static void assertOnlyAway(String away) throws IOException {
		for (Map.Entry<String, String> key : KEYS.entrySet()) {
			Answer answer = cluster.route(key.getValue());
			assertThat(answer.status()).as(key.toString()).isEqualTo(key.getKey().equals(away) ? 500 : 200);
			assertThat(answer.header("X-Ring-Owner")).isEqualTo(key.getKey());
		}
	}

	private static void assertBackWithinTwoSecondsOfItsFirstHealthyAnswer(String node) {
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).until(() -> health(node) == 200);
		await().atMost(Duration.ofSeconds(2))
			.pollDelay(Duration.ZERO)
			.pollInterval(100, TimeUnit.MILLISECONDS)
			.until(() -> cluster.route(KEYS.get(node)).status() == 200);
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
