package dev.hashring.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import dev.hashring.cluster.Load.Request;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests at a steady rate while the ring changes, in one JVM.
 */
class ChurnTests {

	private static final long SEED = 20261123;

	private static final int SECONDS = Soak.ON ? 60 : 8;

	private static final int CHANGES = Soak.ON ? 100 : 25;

	@Test
	void joinsAndLeavesCostNoRequest() {
		SplittableRandom random = new SplittableRandom(SEED);
		try (LocalCluster cluster = LocalCluster.start("--ring.placement=virtual-nodes",
				"--ring.on-owner-failure=next-node")) {
			RingClient ring = cluster.ring();
			Map<String, URI> others = new LinkedHashMap<>();
			for (int i = 4; i <= 8; i++) {
				others.put("node" + i, cluster.newNode("node" + i).url());
			}
			Map<Long, List<String>> membersByEpoch = new LinkedHashMap<>();
			membersByEpoch.put(1L, ring.ids());
			long start = System.nanoTime();
			List<Request> requests;
			try (Load load = new Load(cluster.url(), SEED)) {
				for (int i = 1; i <= CHANGES; i++) {
					long due = start + Duration.ofSeconds(SECONDS).toNanos() * i / CHANGES;
					long epoch = i;
					await().atMost(Duration.ofSeconds(10))
						.until(() -> System.nanoTime() - due > 0
								&& load.since(start).stream().anyMatch((request) -> request.epoch() == epoch));
					String id = List.copyOf(others.keySet()).get(random.nextInt(others.size()));
					int status = (ring.member(id).isMissingNode()
							? ring.put(id, "{'url': '%s'}".formatted(others.get(id))) : ring.delete(id))
						.statusCode();
					assertThat(status).isIn(201, 204);
					membersByEpoch.put(i + 1L, ring.ids());
				}
				await().atMost(Soak.SOON).until(() -> load.since(start).size() > 1000);
				requests = load.end();
			}
			Load.print("%d joins and leaves in %d s (seed %d)".formatted(CHANGES, SECONDS, SEED), requests);
			assertThat(requests).noneMatch(Request::failed);
			assertThat(requests).allMatch((request) -> membersByEpoch.get(request.epoch()).contains(request.member()))
				.allMatch((request) -> request.body().contains("Node " + request.member() + " handled"));
			assertThat(requests).extracting(Request::epoch).contains(1L, (long) CHANGES);
		}
	}

	@Test
	void withFailExactlyTheKeysOfADeadNodeAre500UntilItIsBack() {
		try (LocalCluster cluster = LocalCluster.start()) {
			LocalNode node = cluster.node("node2");
			List<Request> away = new ArrayList<>();
			List<Request> back = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				node.stop();
				away.addAll(load(cluster));
				node.start();
				back.addAll(load(cluster));
			}
			Load.print("fixed placement, node2 stopped three times (seed %d)".formatted(SEED), away);
			assertThat(away).extracting(Request::owner).contains("node1", "node2", "node3");
			assertThat(away).allMatch((request) -> request.status() == (request.owner().equals("node2") ? 500 : 200));
			assertThat(back).hasSizeGreaterThan(100).noneMatch(Request::failed);
		}
	}

	/** The requests of one second or two. */
	private static List<Request> load(LocalCluster cluster) {
		long start = System.nanoTime();
		try (Load load = new Load(cluster.url(), SEED)) {
			await().atMost(Soak.SOON).until(() -> load.since(start).size() > 500);
			return load.end();
		}
	}

}
