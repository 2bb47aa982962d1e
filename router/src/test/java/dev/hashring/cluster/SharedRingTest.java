package dev.hashring.cluster;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two routers that share a ring in ZooKeeper.
 */
abstract class SharedRingTest {

	static final Duration SOON = Duration.ofSeconds(30);

	static final int VALUES = 60;

	static LocalCluster cluster;

	static LocalRouter one;

	static LocalRouter other;

	static void start(String... settings) {
		cluster = LocalCluster.ofRouters(2, 3, settings);
		one = cluster.routers().get(0);
		other = cluster.routers().get(1);
		await().until(() -> shared(one).get("routers").size() == 2 && shared(other).get("routers").size() == 2);
	}

	@AfterEach
	void reset() {
		cluster.routers().forEach((router) -> {
			router.cable().mend();
			router.start();
		});
		cluster.reset();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	static void put(String value) {
		KeyValueClient values = new KeyValueClient(one.url());
		for (int i = 0; i < VALUES; i++) {
			assertThat(values.put("key" + i, value).statusCode()).isEqualTo(201);
		}
	}

	static JsonNode shared(LocalRouter router) {
		return router.ring().ring().get("shared");
	}

	static List<JsonNode> history(LocalRouter router) {
		return router.ring().get("/ring/history?limit=1000").get("states").valueStream().toList();
	}

}
