package dev.hashring.cluster;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.hashring.protocol.JoinRequest;
import dev.hashring.web.WrongSettingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Two routers that share a ring in ZooKeeper.
 */
class SharedRingTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final int VALUES = 60;

	private LocalCluster cluster;

	private LocalRouter one;

	private LocalRouter other;

	private void start(String... settings) {
		this.cluster = LocalCluster.ofRouters(2, 3, settings);
		this.one = this.cluster.routers().get(0);
		this.other = this.cluster.routers().get(1);
		await()
			.until(() -> shared(this.one).get("routers").size() == 2 && shared(this.other).get("routers").size() == 2);
	}

	@AfterEach
	void stop() {
		this.cluster.close();
	}

	@Test
	void aChangeMadeAtOneIsSeenByAll() {
		start();
		assertThat(this.one.ring().delete("node3").statusCode()).isEqualTo(204);
		await().until(() -> this.other.ring().ids().equals(List.of("node1", "node2")));
		assertThat(this.other.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
		await().until(() -> this.one.ring().ring().get("settings").get("maxAttempts").asInt() == 2);
		assertThat(this.one.ring().points()).isEqualTo(this.other.ring().points());
		assertThat(history(this.one)).isEqualTo(history(this.other)).hasSize(3);
		HttpResponse<String> late = Http.send(this.other.url().resolve("/ring/members/node2"), StandardCharsets.UTF_8,
				"DELETE", "", "Authorization", "Bearer " + this.cluster.token(), "If-Match", "\"1\"");
		assertThat(late.statusCode()).isEqualTo(412);
	}

	@Test
	void whatIsAskedOfOneAtOnceAfterTheOtherGoesByWhatTheOtherDid() {
		start();
		for (int i = 0; i < 10; i++) {
			LocalRouter first = this.cluster.routers().get(i % 2);
			LocalRouter second = this.cluster.routers().get(1 - i % 2);
			assertThat(first.ring().put("m" + i, "{'url': 'http://localhost:1', 'position': 1}").statusCode())
				.isEqualTo(201);
			assertThat(second.ring().delete("m" + i).statusCode()).isEqualTo(204);
			assertThat(first.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
			assertThat(second.ring().patch("{'maxAttempts': 3}").statusCode()).isEqualTo(200);
		}
		assertThat(history(this.one)).hasSize(41);
	}

	@Test
	void changesAskedOfBothAtOnceComeInOneOrderAndNoneIsLost() {
		start();
		IntFunction<Runnable> changes = (router) -> () -> IntStream.range(0, 25).forEach((i) -> {
			RingClient ring = this.cluster.routers().get(router).ring();
			String id = "m" + router + "-" + i;
			assertThat(ring.put(id, "{'url': 'http://localhost:1', 'position': %d}".formatted(1 + router + 2 * i))
				.statusCode()).isEqualTo(201);
			assertThat(ring.delete(id).statusCode()).isEqualTo(204);
		});
		CompletableFuture
			.allOf(CompletableFuture.runAsync(changes.apply(0)), CompletableFuture.runAsync(changes.apply(1)))
			.join();
		await().untilAsserted(() -> assertThat(history(this.other)).isEqualTo(history(this.one)));
		List<JsonNode> states = history(this.one);
		assertThat(states).extracting((state) -> state.get("epoch").asInt())
			.isEqualTo(IntStream.rangeClosed(1, 101).boxed().toList());
		for (int router = 0; router < 2; router++) {
			for (int i = 0; i < 25; i++) {
				String id = "m" + router + "-" + i;
				assertThat(states).filteredOn((state) -> state.at("/change/join/0").asString("").equals(id)).hasSize(1);
				assertThat(states).filteredOn((state) -> state.at("/change/leave/0").asString("").equals(id))
					.hasSize(1);
			}
		}
	}

	@Test
	void aRouterWithAnotherTokenDoesNotStart() {
		start();
		try (LocalRouter third = new LocalRouter(this.cluster, 3, "127.0.0.1", 0, this.cluster.zooKeeper(),
				List.of("--ring.token=another"))) {
			assertThatException().isThrownBy(third::start)
				.havingRootCause()
				.isInstanceOf(WrongSettingException.class)
				.withMessageEndingWith(
						"which can't be used: its routers have another token than this one (ring.token).");
		}
	}

	@Test
	void aLeaseThatIsRenewedAtEitherCountsAtAll() {
		start("--ring.lease=1s", "--ring.removal=1s");
		await().during(Duration.ofSeconds(4)).atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() -> {
			renew(this.other);
			return this.one.ring().ids().contains("elastic");
		});
		this.other.stop();
		await().during(Duration.ofSeconds(4)).atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() -> {
			renew(this.one);
			return this.one.ring().ids().contains("elastic");
		});
		await().atMost(SOON).until(() -> !this.one.ring().ids().contains("elastic"));
		this.other.start();
	}

	@Test
	void aNodeWhoseRouterEndsRenewsAtTheOther() {
		start("--ring.removal=1s");
		this.cluster.newMember("node4", "--node.lease=1s");
		await().atMost(SOON).until(() -> this.other.ring().isUp("node4"));
		this.one.stop();
		await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> this.other.ring().isUp("node4"));
		this.one.start();
		assertThat(this.one.ring().isUp("node4")).isTrue();
	}

	private void renew(LocalRouter router) {
		String body = "{\"url\": \"%s\", \"position\": 50, \"leaseSeconds\": 1}"
			.formatted(this.cluster.node("node1").url());
		assertThat(Http
			.send(router.url().resolve("/ring/members/elastic"), StandardCharsets.UTF_8, "PUT", body, "Authorization",
					"Bearer " + this.cluster.token(), "Content-Type", "application/json", JoinRequest.INSTANCE, "a")
			.statusCode()).isIn(200, 201);
	}

	@Test
	void aRouterThatIsCutOffGoesOnWithWhatItKnowsAndRefusesChanges() {
		start();
		KeyValueClient values = new KeyValueClient(this.one.url());
		assertThat(values.put("Alice", "1").statusCode()).isEqualTo(201);
		this.one.cable().cut();
		await().atMost(SOON).until(() -> !shared(this.one).get("reachable").asBoolean());
		HttpResponse<String> answer = this.one.ring().send("GET", "/route?key=Alice", "");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("X-Ring-State")).contains("stale");
		assertThat(values.get("Alice").body()).isEqualTo("1");
		assertThat(values.put("Alice", "2").statusCode()).isEqualTo(200);
		HttpResponse<String> refused = this.one.ring().patch("{'maxAttempts': 2}");
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.body()).contains("this router can't reach ZooKeeper");
		assertThat(health(this.one)).contains("\"status\":\"STALE\"");
		assertThat(this.other.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
		assertThat(this.other.ring().send("GET", "/route?key=Alice", "").headers().firstValue("X-Ring-State"))
			.isEmpty();
		this.one.cable().mend();
		await().atMost(SOON).until(() -> this.one.ring().ring().get("settings").get("maxAttempts").asInt() == 2);
		await().atMost(SOON).until(() -> shared(this.one).get("reachable").asBoolean());
		assertThat(this.one.ring().patch("{'maxAttempts': 3}").statusCode()).isEqualTo(200);
		assertThat(this.one.ring().send("GET", "/route?key=Alice", "").headers().firstValue("X-Ring-State")).isEmpty();
	}

	@Test
	void aRouterThatMissedSeveralRebalancesReadsNothingOld() {
		start("--ring.replicas=2", "--ring.placement=virtual-nodes", "--ring.virtual-nodes=10", "--ring.deadline=2s");
		put("first");
		String node4 = this.cluster.newNode("node4").url().toString();
		this.one.cable().cut();
		await().atMost(SOON).until(() -> !shared(this.one).get("reachable").asBoolean());
		change(this.other, this.other.ring().put("node4", "{'url': '%s'}".formatted(node4)));
		change(this.other, this.other.ring().delete("node1"));
		change(this.other, this.other.ring().put("node2", "{'weight': 3}"));
		KeyValueClient there = new KeyValueClient(this.other.url());
		for (int i = 0; i < VALUES; i++) {
			assertThat(there.put("key" + i, "second " + i).statusCode()).isEqualTo(200);
		}
		KeyValueClient here = new KeyValueClient(this.one.url());
		for (int i = 0; i < 5; i++) {
			HttpResponse<String> answer = here.get("key" + i);
			assertThat(answer.statusCode() == 503 || answer.body().equals("second " + i)).as(answer.body()).isTrue();
		}
		this.one.cable().mend();
		await().atMost(SOON).until(() -> here.get("key0").statusCode() == 200);
		for (int i = 0; i < VALUES; i++) {
			assertThat(here.get("key" + i).body()).isEqualTo("second " + i);
		}
	}

	@Test
	void whenTheRouterThatRunsARebalanceEndsTheOtherGoesOnWithIt() throws IOException {
		start("--ring.rebalance-rate=8KB", "--ring.placement=virtual-nodes", "--ring.virtual-nodes=10");
		put("x".repeat(1000));
		LocalRouter leader = shared(this.one).get("leads").asBoolean() ? this.one : this.other;
		LocalRouter follower = (leader == this.one) ? this.other : this.one;
		String node4 = this.cluster.newNode("node4").url().toString();
		try (EventStream events = new EventStream(follower.url(), null)) {
			assertThat(follower.ring().put("node4", "{'url': '%s'}".formatted(node4)).statusCode()).isEqualTo(202);
			String reason = "";
			while (!reason.startsWith("has moved")) {
				reason = JsonMapper.shared().readTree(events.next().data()).path("reason").asString("");
			}
		}
		// How far it is can be read at either.
		JsonNode progress = JsonMapper.shared().readTree(follower.ring().send("GET", "/ring/rebalance", "").body());
		assertThat(progress.get("keys").asInt()).isPositive();
		assertThat(progress.get("keysDone").asInt()).isPositive();
		leader.stop();
		await().atMost(SOON).until(() -> follower.ring().ids().contains("node4"));
		KeyValueClient values = new KeyValueClient(follower.url());
		assertThat(values.list("", 1000)).hasSize(VALUES);
		leader.start();
		assertThat(leader.ring().ids()).contains("node4");
		await().during(Duration.ofSeconds(1))
			.until(() -> !leader.ring().send("GET", "/ring/events/kept", "").body().contains("is done with"));
	}

	@Test
	void whileZooKeeperIsAwayBothGoOnAndChangesWorkAgainAfterwards() throws Exception {
		start();
		put("kept");
		this.cluster.zooKeeper().stop();
		await().atMost(SOON)
			.until(() -> !shared(this.one).get("reachable").asBoolean()
					&& !shared(this.other).get("reachable").asBoolean());
		for (LocalRouter router : this.cluster.routers()) {
			assertThat(router.ring().send("GET", "/route?key=Alice", "").statusCode()).isEqualTo(200);
			assertThat(new KeyValueClient(router.url()).get("key1").statusCode()).isEqualTo(200);
			assertThat(new KeyValueClient(router.url()).put("key1", "new").statusCode()).isEqualTo(200);
			assertThat(router.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(503);
			assertThat(router.ring().delete("unknown").statusCode()).as("it may be known elsewhere").isEqualTo(503);
			assertThat(history(router)).isNotEmpty();
		}
		this.cluster.zooKeeper().start();
		for (LocalRouter router : this.cluster.routers()) {
			await().atMost(SOON).until(() -> shared(router).get("reachable").asBoolean());
			assertThat(router.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void allThatIsStoppedComesBackAsItWas() throws Exception {
		start("--ring.placement=virtual-nodes");
		put("kept");
		assertThat(this.one.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
		JsonNode points = this.one.ring().points();
		this.one.stop();
		this.other.stop();
		this.cluster.zooKeeper().stop();
		this.cluster.zooKeeper().start();
		this.other.start();
		this.one.start();
		assertThat(this.one.ring().points()).isEqualTo(points);
		assertThat(history(this.one)).isEqualTo(history(this.other));
		assertThat(new KeyValueClient(this.one.url()).list("", 1000)).hasSize(VALUES);
	}

	private void put(String value) {
		KeyValueClient values = new KeyValueClient(this.one.url());
		for (int i = 0; i < VALUES; i++) {
			assertThat(values.put("key" + i, value).statusCode()).isEqualTo(201);
		}
	}

	private static void change(LocalRouter router, HttpResponse<String> answer) {
		assertThat(answer.statusCode()).isEqualTo(202);
		await().atMost(SOON).until(() -> router.ring().ring().path("rebalance").isMissingNode());
	}

	private static JsonNode shared(LocalRouter router) {
		return router.ring().ring().get("shared");
	}

	private static String health(LocalRouter router) {
		return router.ring().send("GET", "/actuator/health", "").body();
	}

	private static List<JsonNode> history(LocalRouter router) {
		List<JsonNode> states = new ArrayList<>();
		JsonMapper.shared()
			.readTree(router.ring().send("GET", "/ring/history?limit=1000", "").body())
			.get("states")
			.forEach(states::add);
		return states;
	}

}
