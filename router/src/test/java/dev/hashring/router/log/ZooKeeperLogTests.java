package dev.hashring.router.log;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import dev.hashring.cluster.Cable;
import dev.hashring.cluster.LocalZooKeeper;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.WrongSettingException;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The ring log in ZooKeeper; each test has a path of its own.
 */
class ZooKeeperLogTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static LocalZooKeeper zooKeeper;

	private static int tests;

	private final List<AutoCloseable> open = new ArrayList<>();

	private String path;

	@BeforeAll
	static void startZooKeeper() {
		zooKeeper = new LocalZooKeeper();
	}

	@AfterAll
	static void stopZooKeeper() {
		zooKeeper.close();
	}

	@BeforeEach
	void path() {
		this.path = "/test/" + ++tests;
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
	}

	private ZooKeeperConnection connect(int port) {
		ZooKeeperConnection connection = ZooKeeperConnection
			.open(ZooKeeperAddress.parse("zookeeper://127.0.0.1:" + port + this.path), Duration.ofSeconds(20));
		this.open.add(0, connection);
		return connection;
	}

	private LiveRing ring(int port) {
		ZooKeeperLog log = ZooKeeperLog.open(connect(port));
		this.open.add(0, log);
		return new LiveRing(log, Rings.configured(Map.of()));
	}

	private static void change(LiveRing ring, int attempts) {
		ring.change("changed", (state) -> with(state, attempts));
	}

	/** A ring's first change, which ZooKeeper makes and can't answer. */
	private CompletableFuture<Void> changeWithoutAnswer(LiveRing ring, int attempts, Cable cable) {
		CuratorFramework client = connect(zooKeeper.port()).client();
		cable.deafen();
		CompletableFuture<Void> change = CompletableFuture.runAsync(() -> change(ring, attempts));
		await().atMost(SOON).until(() -> client.checkExists().forPath("/history/2") != null);
		cable.cut();
		return change;
	}

	private static RingState with(RingState state, int attempts) {
		return state.with(SettingsJson.merge(state.settings(),
				SettingsJson.MAPPER.createObjectNode().put("maxAttempts", attempts)));
	}

	private static int attempts(RingState state) {
		return state.settings().failOver().maxAttempts();
	}

	@Test
	void eachChangeIsToldToAllInOrderAndOnce() {
		LiveRing one = ring(zooKeeper.port());
		LiveRing other = ring(zooKeeper.port());
		List<Long> seen = new CopyOnWriteArrayList<>();
		other.listen((step) -> seen.add(step.after().epoch()));
		IntStream.range(4, 24).forEach((attempts) -> change(one, attempts));
		await().atMost(SOON).until(() -> other.state().epoch() == 21);
		assertThat(seen).isEqualTo(one.history(1, 100).stream().map(LoggedState::epoch).toList()).hasSize(20);
		assertThat(other.history(0, 100)).isEqualTo(one.history(0, 100));
	}

	@Test
	void oneThatStartsLaterKnowsTheHistory() {
		LiveRing one = ring(zooKeeper.port());
		IntStream.range(4, 8).forEach((attempts) -> change(one, attempts));
		LiveRing later = ring(zooKeeper.port());
		assertThat(later.state()).isEqualTo(one.state());
		assertThat(later.history(0, 100)).isEqualTo(one.history(0, 100)).hasSize(5);
	}

	@Test
	void onlySoManyStatesAreKept() throws Exception {
		LiveRing one = ring(zooKeeper.port());
		IntStream.range(0, RingLog.KEPT + 20).forEach((i) -> change(one, 1 + i % 2));
		CuratorFramework client = connect(zooKeeper.port()).client();
		await().atMost(SOON).until(() -> client.getChildren().forPath("/history").size() == RingLog.KEPT);
		assertThat(ring(zooKeeper.port()).history(0, 2 * RingLog.KEPT)).hasSize(RingLog.KEPT);
	}

	@Test
	void aChangeWhoseAcknowledgementIsLostIsFoundAgain() throws Exception {
		try (Cable cable = new Cable(zooKeeper.port())) {
			LiveRing ring = ring(cable.port());
			CompletableFuture<Void> change = changeWithoutAnswer(ring, 7, cable);
			cable.mend();
			change.join();
			assertThat(attempts(ring.state())).isEqualTo(7);
			assertThat(ring.history(0, 100)).hasSize(2);
			await().atMost(SOON).until(ring::isReachable);
			change(ring, 8);
			assertThat(attempts(ring(zooKeeper.port()).state())).isEqualTo(8);
		}
	}

	@Test
	void whereItCanNotBeKnownIfAChangeWasMadeThatIsSaid() throws Exception {
		try (Cable cable = new Cable(zooKeeper.port())) {
			LiveRing ring = ring(cable.port());
			CompletableFuture<Void> change = changeWithoutAnswer(ring, 7, cable);
			assertThat(change).failsWithin(SOON)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(LogFailedException.class)
				.withMessageContaining("the ring may have changed, or not");
			assertThat(attempts(ring.state())).isNotEqualTo(7);
			cable.mend();
			await().atMost(SOON).until(() -> attempts(ring.state()) == 7);
		}
	}

	@Test
	void oneThatWasCutOffSeesWhatItMissedAndInBetweenIsNotLatest() {
		try (Cable cable = new Cable(zooKeeper.port())) {
			LiveRing cut = ring(cable.port());
			LiveRing other = ring(zooKeeper.port());
			List<Long> seen = new CopyOnWriteArrayList<>();
			cut.listen((step) -> seen.add(step.after().epoch()));
			cable.cut();
			await().atMost(SOON).until(() -> !cut.isReachable());
			assertThat(cut.isLatest()).isFalse();
			assertThatExceptionOfType(LogFailedException.class).isThrownBy(() -> change(cut, 9))
				.withMessageContaining("can't reach ZooKeeper");
			IntStream.range(4, 8).forEach((attempts) -> change(other, attempts));
			cable.mend();
			await().atMost(SOON).until(() -> cut.isReachable() && cut.state().epoch() == 5);
			assertThat(seen).containsExactly(2L, 3L, 4L, 5L);
			assertThat(cut.isLatest()).isTrue();
			change(cut, 9);
			await().atMost(SOON).until(() -> attempts(other.state()) == 9);
		}
	}

	@Test
	void aThousandMembersFitAndAStateThatDoesNotIsRefused() {
		LiveRing ring = ring(zooKeeper.port());
		LiveRing other = ring(zooKeeper.port());
		ring.change("has many members", (state) -> state.moveOn(points(state, 1), members(250), List.of()));
		ring.change("has values", (state) -> state.holdingEntries(Map.of()));
		await().atMost(SOON).until(() -> other.state().equals(ring.state()));
		assertThatExceptionOfType(LogFailedException.class)
			.isThrownBy(() -> ring.change("moves all", (state) -> state.with(points(state, 2))))
			.withMessageContaining("and ZooKeeper takes 1000000");
		assertThat(other.state().isJoint()).isFalse();
		change(ring, 9);
		await().atMost(SOON).until(() -> attempts(other.state()) == 9);
	}

	private static List<Member> members(int length) {
		return IntStream.range(0, 1_000)
			.mapToObj((i) -> new Member("m".repeat(length) + i,
					URI.create("http://" + (i + "a".repeat(50) + ".").repeat(4) + "net:5000"), 1, null))
			.toList();
	}

	private static RingSettings points(RingState state, int points) {
		return SettingsJson.merge(state.settings(),
				SettingsJson.MAPPER.createObjectNode().put("placement", "virtual-nodes").put("virtualNodes", points));
	}

	@Test
	void aRingThatWasDeletedIsNotTakenForANewOne() throws Exception {
		LiveRing ring = ring(zooKeeper.port());
		change(ring, 5);
		CuratorFramework client = connect(zooKeeper.port()).client();
		client.delete().forPath("/state");
		await().atMost(SOON).until(() -> !ring.isReachable());
		assertThatExceptionOfType(LogFailedException.class).isThrownBy(() -> change(ring, 6));
		assertThat(attempts(ring.state())).isEqualTo(5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "zk:2181/hashring", "zookeeper://", "zookeeper://zk:2181", "zookeeper://zk:2181/",
			"zookeeper://zk:port/hashring", "zookeeper://zk:2181,/hashring", "zookeeper://zk:2181//hashring",
			"zookeeper://zk:2181/hash ring/", "etcd://zk:2181/hashring", "zookeeper://zk:2181/../x" })
	void whatIsNoAddressIsRefused(String text) {
		assertThatExceptionOfType(WrongSettingException.class).isThrownBy(() -> ZooKeeperAddress.parse(text))
			.withMessage(
					"ring.shared is '" + text + "', which is no address like zookeeper://zk1:2181,zk2:2181/hashring.");
	}

	@Test
	void severalServersAndALongerPathAreAnAddress() {
		assertThat(ZooKeeperAddress.parse("zookeeper://zk1:2181,[::1]:2182,10.0.0.1/a/b"))
			.isEqualTo(new ZooKeeperAddress("zk1:2181,[::1]:2182,10.0.0.1", "/a/b"));
	}

	@Test
	void whereNoZooKeeperAnswersThatIsSaid() {
		assertThatExceptionOfType(WrongSettingException.class)
			.isThrownBy(() -> ZooKeeperConnection.open(ZooKeeperAddress.parse("zookeeper://127.0.0.1:1/x"),
					Duration.ofSeconds(1)))
			.withMessage("ring.shared is 'zookeeper://127.0.0.1:1/x', which can't be used:"
					+ " no ZooKeeper answers there.");
	}

	@Test
	void aPathWithSomethingElseIsRefused() throws Exception {
		ZooKeeperConnection connection = connect(zooKeeper.port());
		connection.client().create().creatingParentsIfNeeded().forPath("/brokers");
		assertRefused(connection, "its path holds something else than a ring.");
	}

	@Test
	void aRingOfAnotherFormatIsRefused() throws Exception {
		ZooKeeperConnection connection = connect(zooKeeper.port());
		connection.client().create().creatingParentsIfNeeded().forPath("/format", bytes("2"));
		assertRefused(connection, "its ring has the format 2, of another version of this software.");
	}

	@Test
	void aStateThatCanNotBeReadIsRefused() throws Exception {
		ring(zooKeeper.port());
		ZooKeeperConnection connection = connect(zooKeeper.port());
		connection.client().setData().forPath("/history/1", bytes("{\"epoch\": 7}"));
		assertRefused(connection, "it lacks the field settings.");
	}

	private static void assertRefused(ZooKeeperConnection connection, String why) {
		assertThatExceptionOfType(WrongSettingException.class).isThrownBy(() -> ZooKeeperLog.open(connection))
			.withMessageEndingWith("which can't be used: " + why);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
