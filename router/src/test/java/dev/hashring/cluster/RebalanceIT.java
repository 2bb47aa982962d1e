package dev.hashring.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Entries move between nodes in containers, while nodes and the router end.
 */
@EnabledIfDockerAvailable
class RebalanceIT {

	private static final long SEED = 20261126;

	private static final int VALUES = 300;

	private StoreCluster cluster;

	@AfterEach
	void stop() {
		this.cluster.close();
	}

	@ParameterizedTest(name = "with a state file: {0}")
	@ValueSource(booleans = { true, false })
	void aRouterThatIsKilledInTheMiddleGoesOnWhenItHasStartedAgain(boolean hasFile) {
		this.cluster = new StoreCluster(3).addStore("node4");
		this.cluster.container("router").withEnv("RING_REBALANCE_RATE", "400B").withEnv("RING_REMOVAL", "5m");
		if (hasFile) {
			this.cluster.container("router").withEnv("RING_STATE_FILE", "/data/state.json");
		}
		this.cluster.start();
		put(VALUES);
		assertThat(this.cluster.ring().put("node4", "{'url': 'http://node4:5000'}").statusCode()).isEqualTo(202);
		await().atMost(Soak.SOON).until(() -> rebalanced("keysDone") > 0);
		// It can't end while the new member is silent, for less than ring.removal.
		this.cluster.pause("node4");
		assertThat(this.cluster.pairs().put("meanwhile", "value").statusCode()).isEqualTo(201);
		this.cluster.kill("router");
		this.cluster.start("router");
		await().atMost(Soak.SOON)
			.ignoreExceptions()
			.until(() -> this.cluster.pairs().get("meanwhile").body().equals("value"));
		assertThat(this.cluster.ring().ring().has("rebalance")).as("it is still under way").isTrue();
		this.cluster.unpause("node4");
		await().atMost(Soak.SOON).until(() -> this.cluster.ring().ids().contains("node4"));
		assertAllThere(VALUES);
		assertThat(this.cluster.store("node4").status().entries()).isPositive();
	}

	@Test
	void aNodeThatIsStoppedHandsItsEntriesOverEvenIfItHasTheOnlyCopy() {
		this.cluster = new StoreCluster(2).addStore("elastic");
		this.cluster.container("router").withEnv("RING_REPLICAS", "1");
		this.cluster.container("elastic").withEnv("ROUTER_URL", "http://router:5000");
		this.cluster.start();
		await().atMost(Soak.SOON).until(() -> this.cluster.ring().ids().contains("elastic"));
		put(VALUES);
		assertThat(this.cluster.store("elastic").status().entries()).isPositive();
		this.cluster.docker.stopContainerCmd(this.cluster.dockerId("elastic")).withTimeout(60).exec();
		assertThat(this.cluster.ring().ids()).containsExactly("node1", "node2");
		assertAllThere(VALUES);
	}

	@Test
	void aMemberThatIsLostForGoodIsReplacedByItself() {
		this.cluster = new StoreCluster(3).addStore("elastic");
		this.cluster.container("router").withEnv("RING_REMOVAL", "3s");
		this.cluster.container("elastic").withEnv("ROUTER_URL", "http://router:5000").withEnv("NODE_LEASE", "2s");
		this.cluster.start();
		await().atMost(Soak.SOON).until(() -> this.cluster.ring().ids().contains("elastic"));
		put(VALUES);
		this.cluster.kill("elastic");
		await().atMost(Soak.SOON).until(() -> !this.cluster.ring().ids().contains("elastic"));
		assertAllThere(VALUES);
		for (String id : new String[] { "node1", "node2", "node3" }) {
			await().atMost(Soak.SOON).until(() -> this.cluster.store(id).status().entries() == VALUES);
		}
	}

	@Test
	void eachKeyIsAnAtomicRegisterWhileTheRingChangesAndNodesAreKilledOrPaused() {
		int values = Soak.ON ? 10_000 : VALUES;
		this.cluster = new StoreCluster(5).addStore("node6");
		this.cluster.container("router").withEnv("RING_VIRTUAL_NODES", "20");
		this.cluster.start();
		put(values);
		SplittableRandom random = new SplittableRandom(SEED);
		RandomChanges changing = new RandomChanges(ContainerCluster.urlInside("node6"), random);
		int changes = 0;
		try (Recorder recorder = new Recorder(this.cluster.url("router"), SEED)) {
			long start = System.nanoTime();
			while (System.nanoTime() - start < Soak.TRIAL.toNanos() || changes < 3) {
				assertThat(changing.make(this.cluster.ring()).statusCode()).isIn(200, 202);
				changes++;
				String id = "node" + (1 + random.nextInt(5));
				boolean isKilled = random.nextBoolean();
				if (isKilled) {
					this.cluster.kill(id);
					await().atMost(Soak.SOON).until(() -> !this.cluster.ring().isUp(id));
				}
				else {
					this.cluster.pause(id);
				}
				recorder.awaitAnswers(1 + random.nextInt(100));
				if (isKilled) {
					this.cluster.start(id);
				}
				else {
					this.cluster.unpause(id);
				}
				await().atMost(Soak.SOON).until(() -> this.cluster.ring().ring().path("rebalance").isMissingNode());
				await().atMost(Soak.SOON).until(() -> this.cluster.ring().up() == this.cluster.ring().ids().size());
			}
			assertThat(recorder
				.end("%d changes of the ring, a node away in each of them (seed %d)".formatted(changes, SEED)))
				.isEmpty();
			assertThat(recorder.statuses().keySet()).as("%s", recorder.failures()).isSubsetOf(200, 201, 204, 404, 503);
		}
		assertAllThere(values);
		List<String> keys = new ArrayList<>(pairs(values).keySet());
		keys.addAll(Recorder.keys("key"));
		Placements.awaitAllInPlace(RandomChanges.NODES, this.cluster.ring(), this.cluster::store, keys, 3, Soak.SOON);
	}

	private void put(int values) {
		for (Map.Entry<String, String> pair : pairs(values).entrySet()) {
			assertThat(this.cluster.pairs().put(pair.getKey(), pair.getValue()).statusCode()).isEqualTo(201);
		}
	}

	private void assertAllThere(int values) {
		pairs(values).forEach((key, value) -> assertThat(this.cluster.pairs().get(key).body()).isEqualTo(value));
	}

	private static Map<String, String> pairs(int values) {
		Map<String, String> pairs = new TreeMap<>();
		for (int i = 0; i < values; i++) {
			pairs.put("kept" + i, "value" + i);
		}
		return pairs;
	}

	private long rebalanced(String what) {
		return this.cluster.ring().ring().path("rebalance").path(what).asLong(0);
	}

}
