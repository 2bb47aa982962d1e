package dev.hashring.cluster;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * With three replicas a node loses all that it has, or two nodes are away while entries
 * move.
 */
class ReplicasAwayTrialTests {

	private static final long SEED = 20261126;

	private static final List<String> KEYS = IntStream.range(0, 300).mapToObj((i) -> "value" + i).toList();

	private static final List<String> AWAY = List.of("node1", "node2");

	@Test
	void aNodeThatComesBackWithAnEmptyFolderIsNeverTheReasonOfAFalse404AndIsFilledAgain() {
		try (LocalCluster cluster = start(4)) {
			LocalNode node = cluster.node("node2");
			long before = cluster.store("node2").status().entries();
			assertThat(before).isPositive();
			KeyValueClient kv = new KeyValueClient(cluster.url());
			Collection<Integer> wrong = new ConcurrentLinkedQueue<>();
			Workers readers = reading(kv, wrong);
			try (Recorder recorder = new Recorder(cluster.url(), SEED)) {
				recorder.awaitAnswers(100);
				node.lose();
				recorder.awaitAnswers(100);
				node.start();
				await().atMost(Soak.SOON).until(() -> cluster.store("node2").status().entries() >= before);
				await().atMost(Soak.SOON).until(() -> cluster.ring().ring().path("rebalance").isMissingNode());
				assertThat(recorder.end("node2 lost its folder")).isEmpty();
				assertThat(recorder.statuses().keySet()).isSubsetOf(200, 201, 204, 404, 503);
			}
			finally {
				readers.close();
			}
			assertThat(wrong).isEmpty();
			for (String key : KEYS) {
				where(cluster, key).forEach((replica) -> assertThat(replica.has("version")).isTrue());
			}
		}
	}

	/** Readers of the values, and the statuses that none of them should get. */
	private static Workers reading(KeyValueClient kv, Collection<Integer> wrong) {
		SplittableRandom random = new SplittableRandom(SEED);
		return new Workers(2, 10, (reader) -> {
			SplittableRandom own = random.split();
			return (i) -> {
				int status = kv.get(KEYS.get(own.nextInt(KEYS.size()))).statusCode();
				if (status != 200 && status != 503) {
					wrong.add(status);
				}
			};
		});
	}

	@Test
	void withTwoOfThreeReplicasAwayWhileEntriesMoveOnlyTheirKeysAreUnavailable() {
		try (LocalCluster cluster = start(6, "--ring.rebalance-rate=100B")) {
			KeyValueClient kv = new KeyValueClient(cluster.url());
			Map<String, List<String>> before = replicas(cluster);
			String url = cluster.newNode("node7").url().toString();
			assertThat(cluster.ring().put("node7", "{'url': '%s'}".formatted(url)).statusCode()).isEqualTo(202);
			await().atMost(Soak.SOON).until(() -> cluster.ring().ring().path("rebalance").path("keysDone").asInt() > 0);
			AWAY.forEach((id) -> cluster.node(id).stop());
			await().atMost(Soak.SOON).until(() -> AWAY.stream().noneMatch((id) -> cluster.ring().isUp(id)));
			Map<String, Integer> statuses = new TreeMap<>();
			KEYS.forEach((key) -> statuses.put(key, kv.get(key).statusCode()));
			assertThat(cluster.ring().ring().has("rebalance")).as("it waits for them").isTrue();
			AWAY.forEach((id) -> cluster.node(id).start());
			await().atMost(Soak.SOON).until(() -> cluster.ring().ring().path("rebalance").isMissingNode());
			Map<String, List<String>> after = replicas(cluster);
			Map<String, Integer> expected = new TreeMap<>();
			KEYS.forEach((key) -> expected.put(key,
					(before.get(key).containsAll(AWAY) || after.get(key).containsAll(AWAY)) ? 503 : 200));
			assertThat(statuses).isEqualTo(expected).containsValues(200, 503);
			KEYS.forEach((key) -> assertThat(kv.get(key).body()).isEqualTo("kept"));
		}
	}

	private static LocalCluster start(int nodes, String... settings) {
		List<String> all = new ArrayList<>(
				List.of("--ring.replicas=3", "--ring.placement=virtual-nodes", "--ring.virtual-nodes=20"));
		all.addAll(List.of(settings));
		LocalCluster cluster = LocalCluster.start(nodes, all.toArray(String[]::new));
		KeyValueClient kv = new KeyValueClient(cluster.url());
		for (String key : KEYS) {
			HttpResponse<String> answer = kv.put(key, "kept");
			assertThat(answer.statusCode()).isEqualTo(201);
		}
		return cluster;
	}

	private static Iterable<JsonNode> where(LocalCluster cluster, String key) {
		return cluster.ring().where(key).get("replicas");
	}

	/** Who keeps each key by the ring that holds. */
	private static Map<String, List<String>> replicas(LocalCluster cluster) {
		Map<String, List<String>> replicas = new TreeMap<>();
		cluster.ring()
			.lookups(KEYS)
			.forEach((lookup) -> replicas.put(lookup.get("key").asString(),
					lookup.get("replicas").valueStream().map(JsonNode::asString).toList()));
		return replicas;
	}

}
