package dev.hashring.cluster;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.hashring.web.WrongSettingException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * The ring is changed at either router.
 */
class SharedChangesTests extends SharedRingTest {

	@BeforeAll
	static void startAll() {
		start();
	}

	private long before;

	@BeforeEach
	void noteEpoch() {
		this.before = one.ring().ring().get("epoch").asLong();
	}

	@Test
	void aChangeMadeAtOneIsSeenByAll() {
		assertThat(one.ring().delete("node3").statusCode()).isEqualTo(204);
		await().until(() -> other.ring().ids().equals(List.of("node1", "node2")));
		assertThat(other.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
		await().until(() -> one.ring().ring().get("settings").get("maxAttempts").asInt() == 2);
		assertThat(one.ring().points()).isEqualTo(other.ring().points());
		assertThat(since(one)).isEqualTo(since(other)).hasSize(2);
		HttpResponse<String> late = Http.send(other.url().resolve("/ring/members/node2"), StandardCharsets.UTF_8,
				"DELETE", "", "Authorization", "Bearer " + cluster.token(), "If-Match", "\"1\"");
		assertThat(late.statusCode()).isEqualTo(412);
	}

	@Test
	void whatIsAskedOfOneAtOnceAfterTheOtherGoesByWhatTheOtherDid() {
		for (int i = 0; i < 10; i++) {
			LocalRouter first = cluster.routers().get(i % 2);
			LocalRouter second = cluster.routers().get(1 - i % 2);
			assertThat(first.ring().put("m" + i, "{'url': 'http://localhost:1', 'position': 1}").statusCode())
				.isEqualTo(201);
			assertThat(second.ring().delete("m" + i).statusCode()).isEqualTo(204);
			assertThat(first.ring().patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
			assertThat(second.ring().patch("{'maxAttempts': 3}").statusCode()).isEqualTo(200);
		}
		assertThat(since(one)).hasSize(40);
	}

	@Test
	void changesAskedOfBothAtOnceComeInOneOrderAndNoneIsLost() {
		IntFunction<Runnable> changes = (router) -> () -> IntStream.range(0, 25).forEach((i) -> {
			RingClient ring = cluster.routers().get(router).ring();
			String id = "m" + router + "-" + i;
			assertThat(ring.put(id, "{'url': 'http://localhost:1', 'position': %d}".formatted(1 + router + 2 * i))
				.statusCode()).isEqualTo(201);
			assertThat(ring.delete(id).statusCode()).isEqualTo(204);
		});
		CompletableFuture
			.allOf(CompletableFuture.runAsync(changes.apply(0)), CompletableFuture.runAsync(changes.apply(1)))
			.join();
		await().untilAsserted(() -> assertThat(since(other)).isEqualTo(since(one)));
		List<JsonNode> states = since(one);
		assertThat(states).extracting((state) -> state.get("epoch").asLong())
			.isEqualTo(LongStream.rangeClosed(this.before + 1, this.before + 100).boxed().toList());
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
		try (LocalRouter third = new LocalRouter(cluster, 3, "127.0.0.1", 0, cluster.zooKeeper(),
				List.of("--ring.token=another"))) {
			assertThatException().isThrownBy(third::start)
				.havingRootCause()
				.isInstanceOf(WrongSettingException.class)
				.withMessageEndingWith(
						"which can't be used: its routers have another token than this one (ring.token).");
		}
	}

	/** The states that came in this test. */
	private List<JsonNode> since(LocalRouter router) {
		return history(router).stream().filter((state) -> state.get("epoch").asLong() > this.before).toList();
	}

}
