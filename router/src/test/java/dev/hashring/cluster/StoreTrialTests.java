package dev.hashring.cluster;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers and writers of keys with three replicas on five nodes, in one JVM, while one
 * node after another goes away and comes back.
 */
class StoreTrialTests {

	private static final long SEED = 20261123;

	@Test
	void eachKeyIsAnAtomicRegisterWhoeverIsAway() {
		SplittableRandom random = new SplittableRandom(SEED);
		int faults = 0;
		try (LocalCluster cluster = LocalCluster.start(5, "--ring.placement=virtual-nodes", "--ring.replicas=3");
				Recorder recorder = begin(cluster)) {
			for (int i = 1; i <= 5; i++) {
				cluster.node("node" + i).delay(50);
			}
			long start = System.nanoTime();
			while (System.nanoTime() - start < Soak.TRIAL.toNanos() || faults < 4) {
				String id = "node" + (1 + random.nextInt(5));
				takeAway(cluster, id, random.nextBoolean());
				recorder.awaitAnswers(1 + random.nextInt(500));
				cluster.node(id).start();
				await().atMost(Soak.SOON).until(() -> cluster.ring().isUp(id));
				faults++;
			}
			await().atMost(Soak.SOON).until(() -> recorder.answered() > 500);
			assertThat(recorder.end("%d times one of five nodes was away (seed %d)".formatted(faults, SEED))).isEmpty();
			assertThat(recorder.statuses().keySet()).isSubsetOf(200, 201, 204, 404, 503);
			assertThat(recorder.statuses().getOrDefault(503, 0)).as("a majority is always there")
				.isLessThan((int) recorder.answered() / 50);
		}
	}

	/** The first value has the ring name all stores, before one of them is away. */
	private static Recorder begin(LocalCluster cluster) {
		assertThat(new KeyValueClient(cluster.url()).put("first", "value").statusCode()).isEqualTo(201);
		return new Recorder(cluster.url(), SEED);
	}

	/** A paused node is away once it holds a request, or is known to be silent. */
	private static void takeAway(LocalCluster cluster, String id, boolean pause) {
		LocalNode node = cluster.node(id);
		if (pause) {
			node.pause();
			await().atMost(Soak.SOON).until(() -> node.held() > 0 || !cluster.ring().isUp(id));
		}
		else {
			node.stop();
		}
	}

}
