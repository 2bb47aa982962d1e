package dev.hashring.cluster;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Values with three replicas on five nodes in containers, while nodes are killed and
 * paused.
 */
@EnabledIfDockerAvailable
class StoreIT {

	private static final long SEED = 20261123;

	private static final Duration DEADLINE = Duration.ofSeconds(6);

	private static final List<String> NODES = List.of("node1", "node2", "node3", "node4", "node5");

	private static StoreCluster cluster;

	@BeforeAll
	static void start() {
		cluster = new StoreCluster(NODES.size()).start();
		// The first value has the ring name all stores, before one of them is away.
		assertThat(cluster.pairs().put("first", "value").statusCode()).isEqualTo(201);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@BeforeEach
	void awaitAll() {
		await().atMost(Soak.SOON).until(() -> cluster.ring().up() == NODES.size());
	}

	@Test
	void eachKeyIsAnAtomicRegisterWhoeverIsKilledOrPaused() {
		SplittableRandom random = new SplittableRandom(SEED);
		int kills = 0;
		int pauses = 0;
		try (Recorder recorder = new Recorder(cluster.url("router"), SEED)) {
			long start = System.nanoTime();
			while (System.nanoTime() - start < Soak.TRIAL.toNanos() || kills + pauses < 3) {
				long fault = System.nanoTime();
				String id = NODES.get(random.nextInt(NODES.size()));
				if (random.nextBoolean()) {
					kills++;
					cluster.kill(id);
					await().atMost(Soak.SOON).until(() -> !cluster.ring().isUp(id));
					recorder.awaitAnswers(1 + random.nextInt(500));
					cluster.start(id);
				}
				else {
					pauses++;
					cluster.pause(id);
					recorder.awaitAnswers(1 + random.nextInt(500));
					cluster.unpause(id);
				}
				awaitAll();
				System.out.printf("%s was away for %d ms%n", id, millisSince(fault));
			}
			await().atMost(Soak.SOON).until(() -> recorder.answered() > 1000);
			assertThat(recorder.end("%d times docker kill, %d times docker pause of one of five (seed %d)"
				.formatted(kills, pauses, SEED))).isEmpty();
			assertThat(recorder.statuses()).containsOnlyKeys(200, 201, 204, 404);
		}
	}

	private static long millisSince(long nanoTime) {
		return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
	}

	@Test
	void onlyKeysThatLackAMajorityAreRefused() {
		Set<String> away = Set.of("node1", "node2");
		KeyValueClient pairs = cluster.pairs();
		Map<String, String> values = IntStream.range(0, 40)
			.mapToObj((i) -> "even while nodes are away " + i)
			.collect(Collectors.toMap((key) -> key, UniqueWrites::value));
		values.forEach((key, value) -> assertThat(pairs.put(key, value).statusCode()).isEqualTo(201));
		Map<Boolean, List<String>> keys = values.keySet()
			.stream()
			.collect(Collectors.partitioningBy((key) -> replicas(key).containsAll(away)));
		System.out.printf("%d keys lack a majority, %d do not%n", keys.get(true).size(), keys.get(false).size());
		assertThat(keys.values()).noneMatch(List::isEmpty);
		cluster.kill("node1");
		cluster.pause("node2");
		try {
			long start = System.nanoTime();
			Map<String, HttpResponse<String>> reads = atOnce(values.keySet(), pairs::get);
			Map<String, HttpResponse<String>> writes = atOnce(keys.get(true), (key) -> pairs.put(key, "another"));
			Duration time = Duration.ofNanos(System.nanoTime() - start);
			System.out.printf("All were answered within %d ms%n", time.toMillis());
			assertThat(time).isLessThan(DEADLINE.multipliedBy(2).plusSeconds(1));
			assertThat(keys.get(true)).allSatisfy((key) -> {
				assertIsRefused(reads.get(key), away);
				assertIsRefused(writes.get(key), away);
			});
			assertThat(keys.get(false)).allSatisfy((key) -> {
				assertThat(reads.get(key).body()).isEqualTo(values.get(key));
				assertThat(pairs.put(key, values.get(key)).statusCode()).isEqualTo(200);
			});
		}
		finally {
			cluster.unpause("node2");
			cluster.start("node1");
		}
		values.forEach((key, value) -> assertThat(pairs.get(key).body()).isEqualTo(value));
	}

	/** Who keeps a key: the first three that are met on the ring. */
	private static List<String> replicas(String key) {
		return cluster.ring()
			.lookup(key)
			.get("candidates")
			.valueStream()
			.map((candidate) -> candidate.get("member").asString())
			.limit(3)
			.toList();
	}

	private static void assertIsRefused(HttpResponse<String> answer, Set<String> away) {
		assertThat(answer.statusCode()).isEqualTo(503);
		JsonNode problem = JsonMapper.shared().readTree(answer.body());
		assertThat(problem.get("needed").asInt()).isEqualTo(2);
		assertThat(problem.get("answered").asInt()).as(answer.body()).isEqualTo(1);
		assertThat(problem.get("away").valueStream().map((each) -> each.get("member").asString()))
			.containsExactlyInAnyOrderElementsOf(away);
	}

	/** What comes of a call for each of these, each in a thread of its own. */
	private static <T> Map<String, T> atOnce(Collection<String> each, Function<String, T> call) {
		ExecutorService threads = Executors.newFixedThreadPool(each.size());
		Map<String, CompletableFuture<T>> calls = each.stream()
			.collect(Collectors.toMap((one) -> one,
					(one) -> CompletableFuture.supplyAsync(() -> call.apply(one), threads)));
		threads.shutdown();
		return calls.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, (one) -> one.getValue().join()));
	}

	@Test
	void whatWasAcknowledgedOutlivesAKillOfAllNodes() {
		KeyValueClient pairs = cluster.pairs();
		try (UniqueWrites writes = new UniqueWrites(pairs::put)) {
			await().atMost(Soak.SOON).until(() -> writes.acknowledged() > 1000);
			atOnce(NODES, (id) -> {
				cluster.kill(id);
				return id;
			});
			Set<String> keys = writes.end();
			long start = System.nanoTime();
			NODES.forEach(cluster::start);
			awaitAll();
			System.out.printf("All five were up again after %d ms%n", millisSince(start));
			assertIsThere(keys, pairs::get);
		}
	}

	@Test
	void whatOneNodeAloneAcknowledgedOutlivesItsKill() {
		try (StoreCluster one = new StoreCluster(1).start(); UniqueWrites writes = new UniqueWrites(one.pairs()::put)) {
			await().atMost(Soak.SOON).until(() -> writes.acknowledged() > 1000);
			one.kill("node1");
			Set<String> keys = writes.end();
			one.start("node1");
			await().atMost(Soak.SOON).ignoreExceptions().until(() -> one.store("node1").readiness() == 200);
			await().atMost(Soak.SOON).until(() -> one.ring().isUp("node1"));
			assertIsThere(keys, one.pairs()::get);
		}
	}

	private static void assertIsThere(Set<String> keys, Function<String, HttpResponse<String>> get) {
		System.out.printf("%d writes were acknowledged before docker kill%n", keys.size());
		assertThat(keys.parallelStream().filter((key) -> !get.apply(key).body().equals(UniqueWrites.value(key))))
			.as("lost")
			.isEmpty();
	}

}
