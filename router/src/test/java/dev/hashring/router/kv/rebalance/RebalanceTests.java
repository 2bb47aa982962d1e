package dev.hashring.router.kv.rebalance;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.hashring.cluster.EventStream;
import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.LocalNode;
import dev.hashring.cluster.NodeStoreClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Entries move between real nodes when the ring changes.
 */
class RebalanceTests {

	private static final int KEYS = 200;

	private LocalCluster cluster;

	private KeyValueClient kv;

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private void start(String... settings) {
		this.cluster = LocalCluster.start(settings);
		this.kv = new KeyValueClient(this.cluster.url());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void valuesStayThroughEveryKindOfChange(int replicas) {
		start("--ring.replicas=" + replicas, "--ring.placement=virtual-nodes", "--ring.virtual-nodes=20");
		put();
		String url = this.cluster.newNode("node4").url().toString();
		change(this.cluster.ring().put("node4", "{'url': '%s'}".formatted(url)));
		change(this.cluster.ring().put("node4", "{'weight': 3}"));
		change(this.cluster.ring().patch("{'virtualNodes': 33}"));
		change(this.cluster.ring().patch("{'hash': 'xxh3'}"));
		change(this.cluster.ring().patch("{'size': 1000000}"));
		change(this.cluster.ring().patch("{'replicas': %d}".formatted(replicas % 3 + 1)));
		change(this.cluster.ring().delete("node1"));
		change(this.cluster.ring().patch("{'placement': 'fixed', 'size': 360}"));
	}

	@Test
	void aJoinTakesTwoStatesSinceTheFirstNamesTheStoreOfTheNewcomer() {
		start();
		put();
		long before = this.cluster.ring().ring().get("epoch").asLong();
		String url = this.cluster.newNode("node4").url().toString();
		change(this.cluster.ring().put("node4", "{'url': '%s'}".formatted(url)));
		assertThat(this.cluster.ring().ring().get("epoch").asLong()).isEqualTo(before + 2);
	}

	@Test
	void aDeletedValueHoldsNothingUpAndStaysDeleted() {
		start();
		this.kv.put("Alice", "one");
		this.kv.delete("Alice");
		String url = this.cluster.newNode("node4").url().toString();
		HttpResponse<String> answer = this.cluster.ring().put("node4", "{'url': '%s', 'position': 290}".formatted(url));
		assertThat(answer.statusCode()).isEqualTo(202);
		awaitEnd();
		assertThat(this.kv.get("Alice").statusCode()).isEqualTo(404);
		assertThat(this.cluster.store("node4").status().entries()).as("the mark that it was deleted").isEqualTo(1);
	}

	@Test
	void withoutValuesTheRingChangesAtOnce() {
		start();
		assertThat(this.cluster.ring().put("node4", "{'url': 'http://127.0.0.1:1'}").statusCode()).isEqualTo(201);
		assertThat(this.cluster.ring().delete("node4").statusCode()).isEqualTo(204);
		assertThat(this.cluster.ring().send("GET", "/ring/rebalance", "").statusCode()).isEqualTo(404);
	}

	@Test
	void whileValuesAreKeptNoNewMemberGetsTheUrlOfAnother() {
		start();
		put();
		LocalNode node4 = this.cluster.newNode("node4");
		String url = "{'url': '%s'}".formatted(node4.url());
		HttpResponse<String> answer = this.cluster.ring().put("node5", url);
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body()).contains("Member node5 can't join at %s".formatted(node4.url()),
				"This node is node4, and not node5.");
		assertThat(this.cluster.ring().ids()).containsExactly("node1", "node2", "node3");
		node4.stop();
		assertThat(this.cluster.ring().put("node4", url).statusCode()).as("it may start later").isEqualTo(202);
		node4.start();
		awaitEnd();
		assertAllThere();
	}

	@Test
	void oneThatCanNotGoOnSaysForWhomItWaitsAndCanBeCancelled() {
		start();
		put();
		this.cluster.node("node3").stop();
		await().until(() -> !this.cluster.ring().isUp("node3"));
		assertThat(this.cluster.ring().delete("node3").statusCode()).isEqualTo(202);
		await().atMost(Duration.ofSeconds(20)).until(() -> rebalance().path("waitingFor").size() > 0);
		assertThat(rebalance().get("waitingFor").get(0).get("member").asString()).isEqualTo("node3");
		assertThat(rebalance().get("waitingFor").get(0).get("why").asString()).isEqualTo("refused the connection");
		assertThat(this.cluster.ring().put("node4", "{'url': 'http://127.0.0.1:1'}").statusCode()).isEqualTo(409);
		assertThat(this.kv.get(key(0)).statusCode()).isIn(200, 503);
		assertThat(this.cluster.ring().send("DELETE", "/ring/rebalance", "").statusCode()).isEqualTo(204);
		assertThat(this.cluster.ring().send("DELETE", "/ring/rebalance", "").statusCode()).isEqualTo(404);
		assertThat(this.cluster.ring().send("GET", "/ring/rebalance/preview", "").statusCode()).isEqualTo(204);
		assertThat(this.cluster.ring().ids()).contains("node3");
		this.cluster.node("node3").start();
		await().until(() -> this.cluster.ring().isUp("node3"));
		assertAllThere();
	}

	@Test
	void anEntryThatCanNotBeReadHoldsItsPartUpAndIsNotTakenForMissing() throws SQLException {
		start();
		put();
		String damaged = damageFirst("node3");
		assertThat(this.cluster.ring().delete("node3").statusCode()).isEqualTo(202);
		await().atMost(Duration.ofSeconds(20)).until(() -> rebalance().path("waitingFor").size() > 0);
		assertThat(rebalance().get("waitingFor").get(0).get("why").asString())
			.isEqualTo("lacks an entry that could not be read");
		assertThat(this.kv.get(damaged).statusCode()).isNotIn(200, 404);
		assertThat(this.cluster.ring().ids()).contains("node3");
	}

	@Test
	void anEntryThatOneMemberCanNotReadComesFromAnother() throws SQLException {
		start("--ring.replicas=2");
		put();
		damageFirst("node3");
		assertThat(this.cluster.ring().delete("node3").statusCode()).isEqualTo(202);
		awaitEnd();
		assertAllThere();
	}

	/** Damages the first entry of a store, so that others of its page follow it. */
	private String damageFirst(String id) throws SQLException {
		LocalNode node = this.cluster.node(id);
		node.stop();
		String key;
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + node.data().resolve("store.db"));
				Statement statement = connection.createStatement()) {
			try (ResultSet row = statement.executeQuery("SELECT min(key) FROM entry")) {
				key = row.getString(1);
			}
			assertThat(statement.executeUpdate("UPDATE entry SET body = x'00' WHERE key = '%s'".formatted(key)))
				.isEqualTo(1);
		}
		node.start();
		await().until(() -> this.cluster.ring().isUp(id));
		return key;
	}

	@Test
	void whatOnlyALostMemberHadCanBeGivenUpAndItIsSaidHowMuchThatIs() throws IOException {
		start();
		put();
		long lost = this.cluster.store("node3").status().entries();
		LocalNode node3 = this.cluster.node("node3");
		int counts = node3.requests("GET /store");
		await().atMost(Duration.ofSeconds(20)).until(() -> node3.requests("GET /store") > counts + 1);
		node3.stop();
		await().until(() -> !this.cluster.ring().isUp("node3"));
		try (EventStream events = new EventStream(this.cluster.url(), null)) {
			assertThat(this.cluster.ring().send("DELETE", "/ring/members/node3?abandon=true", "").statusCode())
				.isEqualTo(202);
			assertThat(events.awaitReason("begins to move"))
				.endsWith("leave of node3; %d entries are lost that no other member has".formatted(lost));
		}
		awaitEnd();
		assertThat(this.cluster.ring().ids()).containsExactly("node1", "node2");
		assertThat(this.kv.list("", 1000)).hasSize(KEYS - (int) lost);
		// Should it come back, it knows nothing of what was given up.
		this.cluster.node("node3").start();
		String url = this.cluster.node("node3").url().toString();
		this.cluster.ring().put("node3", "{'url': '%s', 'position': 300}".formatted(url));
		awaitEnd();
		assertThat(this.kv.list("", 1000)).hasSize(KEYS - (int) lost);
	}

	@Test
	void aMemberThatStaysAwayIsLeftBehindAndGetsWhatItLacksWhenItIsBack() throws IOException {
		start("--ring.replicas=3", "--ring.placement=virtual-nodes", "--ring.virtual-nodes=5", "--ring.removal=3s");
		put();
		this.cluster.node("node2").stop();
		await().until(() -> !this.cluster.ring().isUp("node2"));
		try (EventStream events = new EventStream(this.cluster.url(), null)) {
			String url = this.cluster.newNode("node4").url().toString();
			assertThat(this.cluster.ring().put("node4", "{'url': '%s'}".formatted(url)).statusCode()).isEqualTo(202);
			await().atMost(Duration.ofSeconds(20)).until(() -> rebalance().path("waitingFor").size() > 0);
			assertThat(rebalance().get("waitingFor").get(0).get("member").asString()).isEqualTo("node2");
			assertThat(events.awaitReason("is done with"))
				.endsWith("join of node4; node2 was away for too long, and gets the rest when it is back");
		}
		assertAllThere();
		this.cluster.node("node2").start();
		assertOnlyWhereTheyBelong();
	}

	@Test
	void cancelledInTheMiddleItLeavesNothingBehind() {
		start("--ring.rebalance-rate=100B");
		put();
		String url = this.cluster.newNode("node4").url().toString();
		assertThat(this.cluster.ring().put("node4", "{'url': '%s', 'position': 50}".formatted(url)).statusCode())
			.isEqualTo(202);
		await().atMost(Duration.ofSeconds(20)).until(() -> rebalance().path("keysDone").asInt() > 0);
		assertWhatMoves();
		assertThat(this.cluster.ring().send("DELETE", "/ring/rebalance", "").statusCode()).isEqualTo(204);
		assertThat(this.cluster.ring().ids()).containsExactly("node1", "node2", "node3");
		assertAllThere();
		await().atMost(Duration.ofSeconds(20)).until(() -> this.cluster.store("node4").status().entries() == 0);
	}

	@Test
	void aPreviewCountsTheEntriesThatWouldMove() {
		start();
		put();
		JsonNode preview = this.cluster.ring().preview("{'leave': 'node3'}");
		assertThat(preview.get("possible").asBoolean()).isTrue();
		assertThat(preview.get("entries").get("keys").asLong())
			.isEqualTo(this.cluster.store("node3").status().entries());
		assertThat(preview.get("entries").get("bytes").asLong()).isPositive();
	}

	/** While entries move for the join of node4 at 50. */
	private void assertWhatMoves() {
		JsonNode moves = this.cluster.ring().get("/ring/rebalance/preview");
		assertThat(moves.get("arcs")).hasSize(1);
		assertThat(moves.get("arcs").get(0).get("from").asLong()).isEqualTo(300);
		assertThat(moves.get("arcs").get(0).get("to").asLong()).isEqualTo(50);
		assertThat(moves.get("arcs").get(0).get("before").asString()).isEqualTo("node1");
		assertThat(moves.get("arcs").get(0).get("after").asString()).isEqualTo("node4");
		JsonNode lookup = this.cluster.ring().lookups(List.of(key(0))).get(0);
		long position = lookup.get("position").asLong();
		boolean moved = position > 300 || position <= 50;
		assertThat(lookup.get("next").get(0).asString()).isEqualTo(moved ? "node4" : lookup.get("owner").asString());
	}

	private void put() {
		for (int i = 0; i < KEYS; i++) {
			assertThat(this.kv.put(key(i), "value" + i).statusCode()).isEqualTo(201);
		}
	}

	private static String key(int i) {
		return "key " + i;
	}

	/** Reads and writes go on while a change is made. */
	private void change(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
		assertThat(answer.headers().firstValue("Location")).contains("/ring/rebalance");
		for (int i = 0; i < 20; i++) {
			assertThat(this.kv.get(key(i)).body()).isEqualTo("value" + i);
			assertThat(this.kv.put(key(i), "value" + i).statusCode()).isEqualTo(200);
		}
		awaitEnd();
		assertAllThere();
		assertOnlyWhereTheyBelong();
	}

	private void awaitEnd() {
		await().atMost(Duration.ofSeconds(30)).until(() -> rebalance().isMissingNode());
	}

	private JsonNode rebalance() {
		return this.cluster.ring().ring().path("rebalance");
	}

	private void assertAllThere() {
		for (int i = 0; i < KEYS; i++) {
			assertThat(this.kv.get(key(i)).body()).isEqualTo("value" + i);
		}
		assertThat(this.kv.list("", 1000)).hasSize(KEYS);
	}

	private void assertOnlyWhereTheyBelong() {
		int replicas = this.cluster.ring().ring().get("settings").get("replicas").asInt();
		TreeMap<String, Long> wanted = new TreeMap<>();
		this.cluster.ring().ids().forEach((id) -> wanted.put(id, 0L));
		for (int i = 0; i < KEYS; i++) {
			JsonNode lookup = this.cluster.ring().lookup(key(i));
			List<String> candidates = new ArrayList<>();
			lookup.get("candidates").forEach((candidate) -> candidates.add(candidate.get("member").asString()));
			candidates.subList(0, Math.min(replicas, candidates.size()))
				.forEach((id) -> wanted.merge(id, 1L, Long::sum));
		}
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			TreeMap<String, Long> held = new TreeMap<>();
			for (String id : new TreeSet<>(wanted.keySet())) {
				NodeStoreClient store = this.cluster.store(id);
				held.put(id, store.status().entries());
			}
			assertThat(held).isEqualTo(wanted);
		});
	}

}
