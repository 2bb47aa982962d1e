package dev.hashring.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Checks that entries are where the ring wants them.
 */
final class Placements {

	private Placements() {
	}

	/**
	 * Waits until each entry is on all members that the ring names, and on no other node.
	 * @param nodes members or not
	 * @param store the store of a node
	 * @param keys all that may have an entry, be it that of a deleted value
	 */
	static void awaitAllInPlace(List<String> nodes, RingClient ring, Function<String, NodeStoreClient> store,
			Collection<String> keys, int replicas, Duration atMost) {
		Map<String, Long> wanted = new TreeMap<>();
		nodes.forEach((node) -> wanted.put(node, 0L));
		for (String key : keys) {
			List<JsonNode> kept = replicas(ring, key).limit(replicas).toList();
			if (kept.stream().anyMatch((replica) -> replica.has("version"))) {
				kept.forEach((replica) -> wanted.merge(replica.get("member").asString(), 1L, Long::sum));
			}
		}
		await().atMost(atMost).ignoreExceptions().untilAsserted(() -> {
			Map<String, Long> held = new TreeMap<>();
			nodes.forEach((node) -> held.put(node, store.apply(node).status().entries()));
			assertThat(held).isEqualTo(wanted);
		});
	}

	private static Stream<JsonNode> replicas(RingClient ring, String key) {
		return ring.where(key).get("replicas").valueStream();
	}

}
