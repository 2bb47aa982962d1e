package dev.hashring.cluster;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.hashring.cluster.RawHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Nodes that join the ring by themselves, in one JVM.
 */
class SelfJoiningTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static LocalCluster cluster;

	private static RingClient ring;

	@BeforeAll
	static void start() {
		// A node that leaves may hold a request for a while.
		cluster = LocalCluster.start("--ring.placement=virtual-nodes", "--ring.on-owner-failure=next-node",
				"--ring.removal=1s", "--ring.read-timeout=15s", "--ring.deadline=15s");
		ring = cluster.ring();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void aNodeJoinsRenewsItsLeaseAndLeavesWhenItIsStopped() throws IOException {
		LocalNode node = cluster.newMember("renewing", "--node.lease=3s", "--node.weight=2");
		await().atMost(SOON).until(() -> ring.isUp("renewing"));
		assertThat(ring.member("renewing").get("points").asInt()).isEqualTo(320);
		assertThat(ring.member("renewing").get("leased").asBoolean()).isTrue();
		long epoch = ring.ring().get("epoch").asLong();
		await().during(Duration.ofSeconds(5)).atMost(SOON).until(() -> ring.isUp("renewing"));
		node.stop();
		assertThat(ring.member("renewing").isMissingNode()).as("out of the ring at once").isTrue();
		assertThat(ring.ring().get("epoch").asLong()).as("changed by nothing but the leave").isEqualTo(epoch + 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rack1/n1", "a\\b", "節點", "50%;?# +" })
	void anIdMayHaveAnyCharacter(String id) {
		LocalNode node = cluster.newMember(id);
		await().atMost(SOON).until(() -> ring.isUp(id));
		assertThat(route(keyOf(id)).header("X-Ring-Member")).isEqualTo(URLEncoder.encode(id, StandardCharsets.UTF_8));
		node.stop();
		assertThat(ring.member(id).isMissingNode()).as("out of the ring").isTrue();
	}

	@Test
	void aNodeThatLeavesFinishesWhatItWasAsked() throws Exception {
		LocalNode node = cluster.newMember("leaving");
		await().atMost(SOON).until(() -> ring.isUp("leaving"));
		String key = keyOf("leaving");
		node.pause();
		CompletableFuture<Answer> inFlight = CompletableFuture.supplyAsync(() -> route(key));
		await().until(() -> node.held() == 1);
		CompletableFuture<Void> stop = CompletableFuture.runAsync(node::terminate);
		await().until(() -> ring.member("leaving").isMissingNode());
		assertThat(inFlight).isNotDone();
		node.goOn();
		assertThat(inFlight.get().body()).contains("Node leaving handled key: " + key);
		stop.get();
	}

	@Test
	void aNodeThatWasTakenOutStaysOutUntilItStartsAnew() {
		LocalNode node = cluster.newMember("removed");
		await().atMost(SOON).until(() -> ring.isUp("removed"));
		assertThat(ring.delete("removed").statusCode()).isEqualTo(204);
		await().during(Duration.ofSeconds(5)).atMost(SOON).until(() -> ring.member("removed").isMissingNode());
		node.stop();
		node.start();
		await().atMost(SOON).until(() -> ring.isUp("removed"));
		node.stop();
	}

	@Test
	void aLeaseThatRunsOutTakesTheMemberDownAndThenOut() throws IOException {
		LocalNode node = cluster.newNode("silent");
		EventStream events = new EventStream(cluster.url(), null);
		ring.put("silent", "{'url': '%s', 'leaseSeconds': 1}".formatted(node.url()));
		assertThat(ring.isUp("silent")).isTrue();
		assertEvent(events, "join", "joined by itself");
		assertEvent(events, "down", "did not renew its lease");
		assertEvent(events, "leave", "did not renew its lease");
		events.close();
		await().atMost(SOON).until(() -> ring.member("silent").isMissingNode());
		node.stop();
		assertThat(ring.put("silent", "{'url': '%s', 'leaseSeconds': 1}".formatted(node.url())).statusCode())
			.as("it may come back")
			.isEqualTo(201);
	}

	@Test
	void aMemberPutByHandHasNoLeaseAndStays() {
		ring.put("by-hand", "{'url': 'http://127.0.0.1:1'}");
		await().atMost(SOON).until(() -> !ring.isUp("by-hand"));
		await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> !ring.member("by-hand").isMissingNode());
		ring.delete("by-hand");
	}

	@Test
	void aNodeOfTheConfigurationNeverLeavesByItself() {
		LocalNode node = cluster.newMember("node1");
		node.stop();
		assertThat(ring.member("node1").get("leased").asBoolean()).isFalse();
		assertThat(ring.isUp("node1")).isTrue();
	}

	@Test
	void aWrongTokenKeepsANodeOutWhichGoesOnWithoutIt() throws IOException {
		LocalNode node = cluster.newNode("stranger", "--router.url=" + cluster.url(), "--ring.token=wrong");
		await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> ring.member("stranger").isMissingNode());
		assertThat(RawHttp.send(node.url(), "GET", "/handle?key=a").status()).isEqualTo(200);
		node.stop();
	}

	/** The next event of the member that does not renew its lease. */
	private static void assertEvent(EventStream events, String type, String reason) throws IOException {
		EventStream.Event event = events.next();
		while (!event.data().contains("\"silent\"")) {
			event = events.next();
		}
		assertThat(event.type()).isEqualTo(type);
		assertThat(event.data()).contains(reason);
	}

	@Test
	void aNodeThatIsRefusedEndsAllTheSame() {
		for (int i = 0; i < 5; i++) {
			LocalNode node = cluster.newMember("refused", "--node.weight=-1");
			assertTimeoutPreemptively(Duration.ofSeconds(10), node::stop);
		}
	}

	private static String keyOf(String member) {
		return IntStream.iterate(0, (i) -> i + 1)
			.mapToObj(String::valueOf)
			.filter((key) -> ring.owner(key).equals(member))
			.findFirst()
			.orElseThrow();
	}

	private static Answer route(String key) {
		try {
			return RawHttp.send(cluster.url(), "GET", "/route?key=" + key);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
