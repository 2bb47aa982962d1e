package dev.hashring.router.kv.replication;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a router without a state file does about entries from before it started.
 */
class CensusTests {

	private static final List<String> NODES = List.of("node1", "node2", "node3");

	private static final List<String> KEYS = List.of("Alice", "Bob", "Carol", "Dave", "Erin", "Frank");

	private final LocalCluster before = LocalCluster.start();

	private LocalCluster after;

	@AfterEach
	void close() {
		this.after.close();
		this.before.close();
	}

	private KeyValueClient startAnew(String... settings) {
		Map<String, URI> members = new LinkedHashMap<>();
		for (String id : NODES) {
			members.put(id, this.before.node(id).url());
		}
		this.after = LocalCluster.routerOf(members, settings);
		return new KeyValueClient(this.after.url());
	}

	private void putAll() {
		KeyValueClient kv = new KeyValueClient(this.before.url());
		KEYS.forEach((key) -> assertThat(kv.put(key, "of " + key).statusCode()).isEqualTo(201));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3 })
	void nothingIsSaidOnAnotherRingThanThatOfTheEntries(int first) {
		this.before.ring().delete("node2");
		putAll();
		KeyValueClient kv = startAnew();
		List<HttpResponse<String>> answers = switch (first) {
			case 0 -> List.of(kv.get("Bob"), kv.put("Bob", "new"));
			case 1 -> List.of(kv.put("Bob", "new"), kv.get("Bob"));
			case 2 -> List.of(kv.send("GET", "", ""), kv.get("Bob"));
			default -> List.of(kv.delete("Bob"), kv.get("never there"));
		};
		assertThat(answers).allSatisfy((answer) -> {
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(answer.body()).containsPattern(
					"node[13] keeps key-value pairs that another ring put there, that of epoch 2\\. Until the ring is that one again, nobody can say what is stored\\.");
		});
		assertThat(this.after.ring().delete("node2").statusCode()).isEqualTo(204);
		KEYS.forEach((key) -> assertThat(kv.get(key).body()).isEqualTo("of " + key));
		assertThat(kv.list("", 10)).isEqualTo(KEYS);
		assertThat(kv.put("Bob", "new").statusCode()).isEqualTo(200);
		assertThat(this.after.ring().delete("node3").statusCode()).isEqualTo(409);
	}

	@Test
	void theRingOfTheEntriesStandsStillAtOnce() {
		putAll();
		KeyValueClient kv = startAnew();
		assertThat(kv.get("Alice").body()).isEqualTo("of Alice");
		assertThat(this.after.ring().delete("node1").statusCode()).isEqualTo(409);
	}

	@Test
	void aMemberThatIsAwayBlocksNobody() {
		this.before.node("node3").stop();
		this.before.node("node2").pause();
		KeyValueClient kv = startAnew("--ring.deadline=3s", "--ring.read-timeout=1s");
		// It is node1's.
		HttpResponse<String> get = kv.get("Bob");
		assertThat(get.statusCode()).as(get.body()).isEqualTo(404);
		assertThat(kv.put("Bob", "one").statusCode()).isEqualTo(201);
	}

	@Test
	void aMemberThatHasAnsweredIsNotAskedAgain() {
		KeyValueClient kv = startAnew();
		AtomicInteger asked = new AtomicInteger();
		// Long enough for the router to look around by itself.
		await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(20)).until(() -> {
			assertThat(kv.get("Bob").statusCode()).isEqualTo(404);
			int now = NODES.stream().mapToInt((id) -> this.before.node(id).requests("/store")).sum();
			return asked.getAndSet(now) == now;
		});
		assertThat(asked.get()).isPositive();
	}

}
