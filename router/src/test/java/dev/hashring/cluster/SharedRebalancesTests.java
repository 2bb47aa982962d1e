package dev.hashring.cluster;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Entries move while a router is cut off or ends.
 */
class SharedRebalancesTests extends SharedRingTest {

	@BeforeAll
	static void startAll() {
		start("--ring.replicas=2", "--ring.placement=virtual-nodes", "--ring.virtual-nodes=10", "--ring.deadline=2s",
				"--ring.rebalance-rate=8KB");
	}

	@Test
	void aRouterThatMissedSeveralRebalancesReadsNothingOld() {
		put("first");
		String node4 = cluster.newNode("node4").url().toString();
		one.cable().cut();
		await().atMost(SOON).until(() -> !shared(one).get("reachable").asBoolean());
		change(other, other.ring().put("node4", "{'url': '%s'}".formatted(node4)));
		change(other, other.ring().delete("node1"));
		change(other, other.ring().put("node2", "{'weight': 3}"));
		KeyValueClient there = new KeyValueClient(other.url());
		for (int i = 0; i < VALUES; i++) {
			assertThat(there.put("key" + i, "second " + i).statusCode()).isEqualTo(200);
		}
		KeyValueClient here = new KeyValueClient(one.url());
		for (int i = 0; i < 5; i++) {
			HttpResponse<String> answer = here.get("key" + i);
			assertThat(answer.statusCode() == 503 || answer.body().equals("second " + i)).as(answer.body()).isTrue();
		}
		one.cable().mend();
		await().atMost(SOON).until(() -> here.get("key0").statusCode() == 200);
		for (int i = 0; i < VALUES; i++) {
			assertThat(here.get("key" + i).body()).isEqualTo("second " + i);
		}
	}

	@Test
	void whenTheRouterThatRunsARebalanceEndsTheOtherGoesOnWithIt() throws IOException {
		put("x".repeat(1000));
		LocalRouter leader = shared(one).get("leads").asBoolean() ? one : other;
		LocalRouter follower = (leader == one) ? other : one;
		String node4 = cluster.newNode("node4").url().toString();
		try (EventStream events = new EventStream(follower.url(), null)) {
			assertThat(follower.ring().put("node4", "{'url': '%s'}".formatted(node4)).statusCode()).isEqualTo(202);
			events.awaitReason("has moved");
		}
		// How far it is can be read at either.
		JsonNode progress = follower.ring().get("/ring/rebalance");
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

	private static void change(LocalRouter router, HttpResponse<String> answer) {
		assertThat(answer.statusCode()).isEqualTo(202);
		await().atMost(SOON).until(() -> router.ring().ring().path("rebalance").isMissingNode());
	}

}
