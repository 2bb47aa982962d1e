package dev.hashring.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

import dev.hashring.cluster.FaultyNode.Fault;
import dev.hashring.cluster.RawHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * The router's image before nodes that misbehave.
 */
@EnabledIfDockerAvailable
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultyNodesIT {

	private static ContainerCluster cluster;

	@BeforeAll
	static void start() {
		Map<Fault, Integer> positions = new LinkedHashMap<>();
		positions.put(Fault.UNAVAILABLE, 42); // Eve
		positions.put(Fault.TRICKLING_BODY, 91); // Bob
		positions.put(Fault.HALF, 239); // Dave
		positions.put(Fault.SLOW, 288); // Alice
		cluster = ContainerCluster.faulty(positions).start();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@ParameterizedTest
	@CsvSource({ "Eve, 503, answered 503", "Bob, 500, gave no whole answer within 2000 ms",
			"Dave, 500, broke off before its answer was whole" })
	void theProblemSaysWhatTheNodeDid(String key, int status, String cause) throws IOException {
		Answer answer = cluster.route(key);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains("\"cause\":\"" + cause + "\"");
	}

	@Test
	void aSlowAnswerIsAnAnswer() throws IOException {
		assertThat(cluster.route("Alice").body()).isEqualTo("[Ring Position: 288] slow");
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void aStopFinishesTheRequestsInFlightWithinTenSeconds() {
		int before = cluster.logs("slow").length();
		CompletableFuture<Answer> inFlight = CompletableFuture.supplyAsync(() -> {
			try {
				return cluster.route("Alice");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, Executors.newSingleThreadExecutor());
		await().until(() -> cluster.logs("slow").length() > before);
		assertTimeout(Duration.ofSeconds(10), () -> cluster.stop("router"));
		assertThat(inFlight.join().status()).isEqualTo(200);
	}

}
