package dev.hashring.cluster;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A router is cut off, ZooKeeper is away, or all is stopped.
 */
class SharedAwayTests extends SharedRingTest {

	@BeforeAll
	static void startAll() {
		start("--ring.placement=virtual-nodes");
	}

	@Test
	void aRouterThatIsCutOffGoesOnWithWhatItKnowsAndRefusesChanges() {
		KeyValueClient values = new KeyValueClient(one.url());
		assertThat(values.put("Alice", "1").statusCode()).isEqualTo(201);
		one.cable().cut();
		await().atMost(SOON).until(() -> !shared(one).get("reachable").asBoolean());
		HttpResponse<String> answer = one.ring().send("GET", "/route?key=Alice", "");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("X-Ring-State")).contains("stale");
		assertThat(values.get("Alice").body()).isEqualTo("1");
		assertThat(values.put("Alice", "2").statusCode()).isEqualTo(200);
		HttpResponse<String> refused = one.ring().patch("{'maxAttempts': 2}");
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.body()).contains("this router can't reach ZooKeeper");
		assertThat(health(one)).contains("\"status\":\"STALE\"");
		assertThat(other.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
		assertThat(other.ring().send("GET", "/route?key=Alice", "").headers().firstValue("X-Ring-State")).isEmpty();
		one.cable().mend();
		await().atMost(SOON).until(() -> one.ring().ring().get("settings").get("maxAttempts").asInt() == 2);
		await().atMost(SOON).until(() -> shared(one).get("reachable").asBoolean());
		assertThat(one.ring().patch("{'maxAttempts': 3}").statusCode()).isEqualTo(200);
		assertThat(one.ring().send("GET", "/route?key=Alice", "").headers().firstValue("X-Ring-State")).isEmpty();
	}

	@Test
	void whileZooKeeperIsAwayBothGoOnAndChangesWorkAgainAfterwards() throws Exception {
		put("kept");
		cluster.zooKeeper().stop();
		await().atMost(SOON)
			.until(() -> !shared(one).get("reachable").asBoolean() && !shared(other).get("reachable").asBoolean());
		for (LocalRouter router : cluster.routers()) {
			assertThat(router.ring().send("GET", "/route?key=Alice", "").statusCode()).isEqualTo(200);
			assertThat(new KeyValueClient(router.url()).get("key1").statusCode()).isEqualTo(200);
			assertThat(new KeyValueClient(router.url()).put("key1", "new").statusCode()).isEqualTo(200);
			assertThat(router.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(503);
			assertThat(router.ring().delete("unknown").statusCode()).as("it may be known elsewhere").isEqualTo(503);
			assertThat(history(router)).isNotEmpty();
		}
		cluster.zooKeeper().start();
		for (LocalRouter router : cluster.routers()) {
			await().atMost(SOON).until(() -> shared(router).get("reachable").asBoolean());
			assertThat(router.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void allThatIsStoppedComesBackAsItWas() throws Exception {
		put("kept");
		assertThat(one.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
		JsonNode points = one.ring().points();
		one.stop();
		other.stop();
		cluster.zooKeeper().stop();
		cluster.zooKeeper().start();
		other.start();
		one.start();
		assertThat(one.ring().points()).isEqualTo(points);
		assertThat(history(one)).isEqualTo(history(other));
		assertThat(new KeyValueClient(one.url()).list("", 1000)).hasSize(VALUES);
	}

	private static String health(LocalRouter router) {
		return router.ring().send("GET", "/actuator/health", "").body();
	}

}
