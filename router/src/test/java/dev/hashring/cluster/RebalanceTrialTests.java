package dev.hashring.cluster;

import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers and writers in one JVM while the ring changes, again and again; with three
 * replicas nodes go away meanwhile, too.
 */
class RebalanceTrialTests {

	private static final long SEED = 20261126;

	private static final int VALUES = Soak.ON ? 10_000 : 300;

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void eachKeyIsAnAtomicRegisterWhileEntriesMove(int replicas) {
		SplittableRandom random = new SplittableRandom(SEED);
		int changes = 0;
		int faults = 0;
		try (LocalCluster cluster = LocalCluster.start(5, "--ring.placement=virtual-nodes", "--ring.virtual-nodes=20",
				"--ring.replicas=" + replicas)) {
			RandomChanges changing = new RandomChanges(cluster.newNode("node6").url().toString(), random);
			KeyValueClient kv = new KeyValueClient(cluster.url());
			for (int i = 0; i < VALUES; i++) {
				assertThat(kv.put("value" + i, "kept " + i).statusCode()).isEqualTo(201);
			}
			try (Recorder recorder = new Recorder(cluster.url(), SEED)) {
				long start = System.nanoTime();
				while (System.nanoTime() - start < Soak.TRIAL.toNanos() || changes < 3) {
					assertThat(changing.make(cluster.ring()).statusCode()).isIn(200, 202);
					changes++;
					if (replicas == 3 && random.nextBoolean()) {
						String id = "node" + (1 + random.nextInt(5));
						cluster.node(id).stop();
						recorder.awaitAnswers(1 + random.nextInt(100));
						cluster.node(id).start();
						faults++;
					}
					await().atMost(Soak.SOON).until(() -> cluster.ring().ring().path("rebalance").isMissingNode());
					await().atMost(Soak.SOON).until(() -> cluster.ring().up() == cluster.ring().ids().size());
				}
				await().atMost(Soak.SOON).until(() -> recorder.answered() > 300);
				assertThat(recorder.end("%d changes of the ring, %d nodes away, %d replicas (seed %d)"
					.formatted(changes, faults, replicas, SEED))).isEmpty();
				assertThat(recorder.statuses().keySet()).isSubsetOf(200, 201, 204, 404, 503);
			}
			for (int i = 0; i < VALUES; i++) {
				assertThat(kv.get("value" + i).body()).isEqualTo("kept " + i);
			}
			List<String> keys = kv.list("value", 1000);
			keys.addAll(Recorder.keys("key"));
			Placements.awaitAllInPlace(RandomChanges.NODES, cluster.ring(), cluster::store, keys, replicas, Soak.SOON);
		}
	}

}
