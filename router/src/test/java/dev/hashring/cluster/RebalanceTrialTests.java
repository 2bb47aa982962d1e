package dev.hashring.cluster;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers and writers in one JVM while the ring changes, again and again; with three
 * replicas nodes go away meanwhile, too.
 */
class RebalanceTrialTests {

	private static final long SEED = 20261126;

	private static final Duration TIME = Duration.ofSeconds(Boolean.getBoolean("soak") ? 300 : 15);

	private static final Duration SOON = Duration.ofMinutes(Boolean.getBoolean("soak") ? 10 : 2);

	private static final int VALUES = Boolean.getBoolean("soak") ? 10_000 : 1_000;

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void eachKeyIsAnAtomicRegisterWhileEntriesMove(int replicas) {
		SplittableRandom random = new SplittableRandom(SEED);
		int changes = 0;
		int faults = 0;
		try (LocalCluster cluster = LocalCluster.start(5, "--ring.placement=virtual-nodes", "--ring.virtual-nodes=20",
				"--ring.replicas=" + replicas)) {
			String elastic = cluster.newNode("node6").url().toString();
			KeyValueClient kv = new KeyValueClient(cluster.url());
			for (int i = 0; i < VALUES; i++) {
				assertThat(kv.put("value" + i, "kept " + i).statusCode()).isEqualTo(201);
			}
			try (Recorder recorder = new Recorder(cluster.url(), SEED)) {
				long start = System.nanoTime();
				while (System.nanoTime() - start < TIME.toNanos() || changes < 3) {
					int status = change(cluster, elastic, random).statusCode();
					assertThat(status).isIn(200, 202);
					changes++;
					if (replicas == 3 && random.nextBoolean()) {
						String id = "node" + (1 + random.nextInt(5));
						cluster.node(id).stop();
						recorder.awaitAnswers(1 + random.nextInt(100));
						cluster.node(id).start();
						faults++;
					}
					await().atMost(SOON).until(() -> cluster.ring().ring().path("rebalance").isMissingNode());
					await().atMost(SOON).until(() -> cluster.ring().up() == cluster.ring().ids().size());
				}
				assertThat(recorder.end("%d changes of the ring, %d nodes away, %d replicas (seed %d)"
					.formatted(changes, faults, replicas, SEED))).isEmpty();
				assertThat(recorder.answered()).isGreaterThan(300);
				assertThat(recorder.statuses().keySet()).isSubsetOf(200, 201, 204, 404, 503);
			}
			for (int i = 0; i < VALUES; i++) {
				assertThat(kv.get("value" + i).body()).isEqualTo("kept " + i);
			}
			assertOnlyWhereTheyBelong(cluster, kv.list("value", 1000), replicas);
		}
	}

	private static HttpResponse<String> change(LocalCluster cluster, String elastic, SplittableRandom random) {
		RingClient ring = cluster.ring();
		return switch (random.nextInt(4)) {
			case 0 -> ring.ids().contains("node6") ? ring.delete("node6")
					: ring.put("node6", "{'url': '%s'}".formatted(elastic));
			case 1 -> ring.put("node" + (1 + random.nextInt(5)), "{'weight': %d}".formatted(1 + random.nextInt(4)));
			case 2 -> ring.patch("{'virtualNodes': %d}".formatted(5 + random.nextInt(40)));
			default -> ring.patch("{'hash': '%s'}".formatted(List.of("md5", "xxh3", "murmur3").get(random.nextInt(3))));
		};
	}

	/**
	 * The values that are kept through all of it; keys of the recorder may be deleted.
	 */
	private static void assertOnlyWhereTheyBelong(LocalCluster cluster, List<String> keys, int replicas) {
		Map<String, Long> wanted = new TreeMap<>();
		cluster.ring().ids().forEach((id) -> wanted.put(id, 0L));
		for (int key = 0; key < 50; key++) {
			// With a tombstone or a value, each key of the recorder that was ever written
			// is there.
			addReplicas(cluster, "key" + key, replicas, wanted);
		}
		keys.forEach((key) -> addReplicas(cluster, key, replicas, wanted));
		await().atMost(SOON).untilAsserted(() -> {
			Map<String, Long> held = new TreeMap<>();
			wanted.keySet().forEach((id) -> held.put(id, cluster.store(id).status().entries()));
			assertThat(held).isEqualTo(wanted);
			if (!wanted.containsKey("node6")) {
				assertThat(cluster.store("node6").status().entries()).isZero();
			}
		});
	}

	private static void addReplicas(LocalCluster cluster, String key, int replicas, Map<String, Long> wanted) {
		JsonNode where = JsonMapper.shared().readTree(cluster.ring().send("GET", "/kv/where?key=" + key, "").body());
		where.get("replicas").valueStream().limit(replicas).forEach((replica) -> {
			if (replica.has("version")) {
				wanted.merge(replica.get("member").asString(), 1L, Long::sum);
			}
		});
	}

}
