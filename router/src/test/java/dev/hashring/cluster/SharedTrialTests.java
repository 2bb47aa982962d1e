package dev.hashring.cluster;

import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers and writers at two routers while each changes the ring that they share, and
 * while now one and now the other is cut off from ZooKeeper, or ends and starts again.
 */
class SharedTrialTests {

	private static final long SEED = 20261127;

	private static final int VALUES = 300;

	@Test
	void eachKeyIsAnAtomicRegisterAtBothRoutersTogether() {
		SplittableRandom random = new SplittableRandom(SEED);
		int changes = 0;
		int faults = 0;
		try (LocalCluster cluster = LocalCluster.ofRouters(2, 5, "--ring.placement=virtual-nodes",
				"--ring.virtual-nodes=20", "--ring.replicas=3")) {
			RandomChanges changing = new RandomChanges(cluster.newNode("node6").url().toString(), random);
			List<LocalRouter> routers = cluster.routers();
			for (int i = 0; i < VALUES; i++) {
				assertThat(pairs(routers.get(i % 2)).put("value" + i, "kept " + i).statusCode()).isEqualTo(201);
			}
			try (Recorder recorder = new Recorder(List.of(routers.get(0)::url, routers.get(1)::url), SEED, "key")) {
				long start = System.nanoTime();
				while (System.nanoTime() - start < Soak.TRIAL.toNanos() || changes < 4) {
					LocalRouter one = routers.get(random.nextInt(2));
					LocalRouter other = routers.get(1 - routers.indexOf(one));
					int fault = random.nextInt(3);
					if (fault == 0) {
						one.cable().cut();
					}
					else if (fault == 1) {
						one.stop();
					}
					assertThat(changing.make(other.ring()).statusCode()).isIn(200, 202);
					changes++;
					await().atMost(Soak.SOON).until(() -> other.ring().ring().path("rebalance").isMissingNode());
					if (fault == 0) {
						one.cable().mend();
					}
					else if (fault == 1) {
						one.start();
					}
					faults += (fault < 2) ? 1 : 0;
					recorder.awaitAnswers(1 + random.nextInt(100));
					// It may not have noticed yet that it was cut off.
					await().atMost(Soak.SOON).until(() -> one.ring().patch("{}").statusCode() == 200);
					await().atMost(Soak.SOON).until(() -> epoch(one) == epoch(other));
				}
				await().atMost(Soak.SOON).until(() -> recorder.answered() > 300);
				assertThat(recorder
					.end("%d changes of the ring, %d times a router away (seed %d)".formatted(changes, faults, SEED)))
					.isEmpty();
				assertThat(recorder.statuses().keySet()).isSubsetOf(0, 200, 201, 204, 404, 503);
			}
			for (int i = 0; i < VALUES; i++) {
				assertThat(pairs(routers.get(i % 2)).get("value" + i).body()).isEqualTo("kept " + i);
			}
		}
	}

	private static KeyValueClient pairs(LocalRouter router) {
		return new KeyValueClient(router.url());
	}

	private static long epoch(LocalRouter router) {
		return router.ring().ring().get("epoch").asLong();
	}

}
