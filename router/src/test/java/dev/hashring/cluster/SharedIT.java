package dev.hashring.cluster;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two routers share a ring in ZooKeeper, all in containers, and what can happen to one of
 * them, or to ZooKeeper, happens.
 */
@EnabledIfDockerAvailable
class SharedIT {

	/** How long a fault lasts at least. */
	private static final Duration LASTS = Duration.ofSeconds(Soak.ON ? 20 : 0);

	private static final int VALUES = 100;

	private static SharedCluster cluster;

	@BeforeAll
	static void start() {
		cluster = new SharedCluster(5);
		cluster.addStore("node6");
		for (String router : List.of("router1", "router2")) {
			cluster.container(router).withEnv("RING_VIRTUAL_NODES", "20").withEnv("RING_REBALANCE_RATE", "4KB");
		}
		cluster.start();
		for (int i = 0; i < VALUES; i++) {
			assertThat(cluster.pairs("router1").put("value" + i, value(i)).statusCode()).isEqualTo(201);
		}
	}

	/** What a test that failed did not take back. */
	@AfterEach
	void startAll() {
		for (String id : List.of("zookeeper", "router1", "router2")) {
			if (!cluster.isRunning(id)) {
				cluster.start(id);
			}
		}
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	private static String value(int i) {
		return "kept " + i + " ".repeat(100);
	}

	/** What can happen to a router. */
	enum Fault {

		KILLED {
			@Override
			void begin(String router) {
				cluster.kill(router);
			}

			@Override
			void end(String router) {
				cluster.start(router);
			}
		},
		PAUSED {
			@Override
			void begin(String router) {
				cluster.pause(router);
			}

			@Override
			void end(String router) {
				cluster.unpause(router);
			}
		},
		CUT_FROM_ZOOKEEPER {
			@Override
			void begin(String router) {
				cluster.cutFromZooKeeper(router);
			}

			@Override
			void end(String router) {
				cluster.mend(router);
			}
		},
		CUT_FROM_NODES {
			@Override
			void begin(String router) {
				cluster.cutFromNodes(router);
			}

			@Override
			void end(String router) {
				cluster.mend(router);
			}
		};

		abstract void begin(String router);

		abstract void end(String router);

	}

	static Stream<Arguments> faults() {
		return IntStream.range(0, Soak.ON ? 3 : 1)
			.boxed()
			.flatMap((round) -> Stream.of(Fault.values()).map((fault) -> Arguments.of(fault, round)));
	}

	/** It happens to the router that runs rebalances, and lasts until the other does. */
	@ParameterizedTest
	@MethodSource("faults")
	void theOtherRouterGoesOnAndBothTogetherAreAnAtomicRegister(Fault fault, int round) {
		String name = fault + "-" + round;
		String victim = leader();
		String survivor = other(victim);
		AtomicReference<URI> one = new AtomicReference<>(cluster.url(victim));
		URI two = cluster.url(survivor);
		try (Recorder recorder = new Recorder(List.of(one::get, () -> two), name.hashCode(), name)) {
			recorder.awaitAnswers(50);
			fault.begin(victim);
			change(survivor, new SplittableRandom(name.hashCode()));
			assertThat(leads(survivor)).isTrue();
			recorder.awaitAnswers(50);
			await().during(LASTS).atMost(Soak.SOON).until(() -> leads(survivor));
			fault.end(victim);
			one.set(cluster.url(victim));
			await().atMost(Soak.SOON)
				.ignoreExceptions()
				.until(() -> cluster.pairs(victim).get("value0").statusCode() == 200
						&& epoch(victim) == epoch(survivor));
			recorder.awaitAnswers(50);
			assertThat(recorder.end(name)).isEmpty();
			assertThat(recorder.statusesOf(1)).as("at the other router: %s", recorder.failures())
				.isSubsetOf(200, 201, 204, 404);
		}
		assertAllThere();
	}

	private static String leader() {
		return await().atMost(Soak.SOON)
			.until(() -> Stream.of("router1", "router2").filter(SharedIT::leads).findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	private static boolean leads(String router) {
		return cluster.ring(router).ring().at("/shared/leads").asBoolean();
	}

	private static String other(String router) {
		return router.equals("router1") ? "router2" : "router1";
	}

	private static void change(String router, SplittableRandom random) {
		RingClient ring = cluster.ring(router);
		HttpResponse<String> answer = ring.ids().contains("node6") ? ring.delete("node6")
				: ring.put("node6", "{'url': 'http://node6:5000', 'weight': %d}".formatted(1 + random.nextInt(3)));
		assertThat(answer.statusCode()).isEqualTo(202);
		await().atMost(Soak.SOON).until(() -> ring.ring().path("rebalance").isMissingNode());
	}

	@Test
	void theOtherRouterEndsARebalanceWhoseRouterIsKilled() {
		String leader = leader();
		String other = other(leader);
		RingClient ring = cluster.ring(other);
		KeyValueClient pairs = cluster.pairs(other);
		List<String> large = IntStream.range(0, 100).mapToObj((i) -> "large" + i).toList();
		large.forEach((key) -> assertThat(pairs.put(key, " ".repeat(2000)).statusCode()).isEqualTo(201));
		assertThat(ring.put("node1", "{'weight': %s}".formatted(3 - ring.member("node1").get("weight").asDouble() % 2))
			.statusCode()).isEqualTo(202);
		await().atMost(Soak.SOON).until(() -> ring.ring().at("/rebalance/keysDone").asInt() > 0);
		cluster.kill(leader);
		await().atMost(Soak.SOON).until(() -> ring.ring().path("rebalance").isMissingNode());
		cluster.start(leader);
		await().atMost(Soak.SOON).ignoreExceptions().until(() -> epoch(leader) == epoch(other));
		assertAllThere();
		large.forEach((key) -> assertThat(pairs.delete(key).statusCode()).isEqualTo(204));
	}

	@Test
	void withoutZooKeeperBothServeAndRefuseChanges() {
		cluster.stop("zookeeper");
		for (String router : List.of("router1", "router2")) {
			await().atMost(Soak.SOON).until(() -> !cluster.ring(router).ring().at("/shared/reachable").asBoolean());
			assertThat(cluster.ring(router).send("GET", "/route?key=Alice", "").statusCode()).isEqualTo(200);
			assertThat(cluster.pairs(router).get("value0").body()).isEqualTo(value(0));
			assertThat(cluster.pairs(router).put("value0", value(0)).statusCode()).isEqualTo(200);
			assertThat(cluster.ring(router).patch("{'maxAttempts': 2}").statusCode()).isEqualTo(503);
		}
		cluster.start("zookeeper");
		for (String router : List.of("router1", "router2")) {
			await().atMost(Soak.SOON).until(() -> cluster.ring(router).ring().at("/shared/reachable").asBoolean());
			assertThat(cluster.ring(router).patch("{'maxAttempts': 2}").statusCode()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource
	void allThatStopsAndStartsInAnyOrderHasTheSameRing(Order order) {
		var points = cluster.ring("router1").points();
		List<String> all = List.of("router1", "router2", "zookeeper", "node1", "node2", "node3", "node4", "node5");
		all.parallelStream().forEach(cluster::kill);
		order.of(all).forEach(cluster::start);
		await().atMost(Soak.SOON)
			.ignoreExceptions()
			.until(() -> cluster.ring("router1").points().equals(points)
					&& cluster.ring("router2").points().equals(points));
		await().atMost(Soak.SOON)
			.ignoreExceptions()
			.until(() -> IntStream.range(0, VALUES).allMatch((i) -> read(i).statusCode() == 200));
		assertAllThere();
	}

	/** In which order things start. */
	enum Order {

		ROUTERS_FIRST {
			@Override
			Stream<String> of(List<String> all) {
				return all.stream();
			}
		},
		NODES_FIRST {
			@Override
			Stream<String> of(List<String> all) {
				return all.stream().sorted();
			}
		};

		abstract Stream<String> of(List<String> all);

	}

	private static void assertAllThere() {
		for (int i = 0; i < VALUES; i++) {
			assertThat(read(i).body()).isEqualTo(value(i));
		}
	}

	/** A value, by one router or the other. */
	private static HttpResponse<String> read(int i) {
		return cluster.pairs("router" + (1 + i % 2)).get("value" + i);
	}

	private static long epoch(String router) {
		return cluster.ring(router).ring().get("epoch").asLong();
	}

}
