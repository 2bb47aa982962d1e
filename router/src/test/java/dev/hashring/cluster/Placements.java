package dev.hashring.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which nodes keep entries.
 */
final class Placements {

	private Placements() {
	}

	/**
	 * Waits until each entry is on the members that the ring names, and on no other node.
	 * @param nodes members or not
	 * @param store the store of a node
	 * @param keys all that may have an entry
	 */
	static void awaitAllInPlace(List<String> nodes, RingClient ring, Function<String, NodeStoreClient> store,
			Collection<String> keys, int replicas) {
		Map<String, Long> wanted = new TreeMap<>();
		nodes.forEach((node) -> wanted.put(node, 0L));
		keys.forEach((key) -> where(ring, key).get("replicas").valueStream().limit(replicas).forEach((replica) -> {
			// A deleted value has left an entry, too; a key that never had one has none.
			if (replica.has("version")) {
				wanted.merge(replica.get("member").asString(), 1L, Long::sum);
			}
		}));
		await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
			Map<String, Long> held = new TreeMap<>();
			nodes.forEach((node) -> held.put(node, store.apply(node).status().entries()));
			assertThat(held).isEqualTo(wanted);
		});
	}

	private static JsonNode where(RingClient ring, String key) {
		return JsonMapper.shared().readTree(ring.send("GET", "/kv/where?key=" + key, "").body());
	}

}
