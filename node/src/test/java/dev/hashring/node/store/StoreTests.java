package dev.hashring.node.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import dev.hashring.node.NodeSettings;
import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.TestRing;
import dev.hashring.node.sqlite.DamagedEntryException;
import dev.hashring.node.sqlite.DamagedFileException;
import dev.hashring.node.sqlite.WriteFailedException;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.protocol.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Status;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a store does when its file is damaged or its disk is full.
 */
class StoreTests {

	private static final PositionRange ALL = new PositionRange(0, 360);

	@TempDir
	private Path folder;

	private Store store;

	private TestRing ring = TestRing.at(1);

	private Basis basis = new Basis("", this.ring.stamp());

	private void open() {
		this.store = new Store(new NodeSettings("n", this.folder));
	}

	@BeforeEach
	void start() {
		open();
		tell(TestRing.at(1).with("n", 100, id()));
	}

	private String id() {
		return this.store.identity().orElseThrow().store();
	}

	/** Tells it a state, by which all goes from then on. */
	private void tell(TestRing next) {
		this.ring = next;
		this.basis = new Basis(id(), next.stamp());
		this.store.know(next.known(), this.basis);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	private void put(String key, long counter, String body) {
		put(key, counter, body, false);
	}

	private void put(String key, long counter, String body, boolean repair) {
		this.store.put(List
			.of(Entries.item(key, new Version(counter, 1), "text/plain", body.getBytes(StandardCharsets.UTF_8))),
				this.basis, repair);
	}

	private String body(String key) {
		return new String(this.store.entry(key, this.basis).orElseThrow().body(), StandardCharsets.UTF_8);
	}

	private static final Map<Integer, List<Class<?>>> MEANING = Map.of(503,
			List.of(UnavailableException.class, DamagedFileException.class), 507, List.of(WriteFailedException.class),
			500, List.of(DamagedEntryException.class), 409,
			List.of(OtherStoreException.class, WrongModeException.class), 412, List.of(StaleException.class), 428,
			List.of(MissingStateException.class));

	/** Refused with what is this status to a client. */
	private void assertRefused(int status, Runnable call) {
		assertThatException().isThrownBy(call::run)
			.satisfies((refusal) -> assertThat(MEANING.get(status)).contains(refusal.getClass()));
	}

	private void assertState(State state) {
		assertThat(this.store.status().state()).isEqualTo(state);
		boolean ready = state == State.READY || state == State.NONE;
		assertThat(new StoreHealthIndicator(this.store).health().getStatus())
			.isEqualTo(ready ? Status.UP : Status.DOWN);
	}

	private Path file() {
		return this.folder.resolve("store.db");
	}

	/** Changes the first of these bytes where they stand first in the file. */
	private void damage(String text) throws IOException {
		byte[] file = Files.readAllBytes(file());
		int found = new String(file, StandardCharsets.ISO_8859_1).indexOf(text);
		assertThat(found).isPositive();
		// One byte alone: the store may be reading others.
		try (RandomAccessFile open = new RandomAccessFile(file().toFile(), "rw")) {
			open.seek(found);
			open.write(file[found] ^ 1);
		}
	}

	private void sql(String sql) throws SQLException {
		try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
				Statement statement = other.createStatement()) {
			statement.execute(sql);
		}
	}

	@Test
	void withoutAFolderItKeepsNothing() {
		try (Store none = new Store(new NodeSettings("n", null))) {
			assertThat(none.status().state()).isEqualTo(State.NONE);
			assertRefused(503, () -> none.entry("a", this.basis));
			assertRefused(503, () -> none.put(List.of(Entries.tombstone("a", new Version(1, 1))), this.basis, false));
			assertRefused(409, () -> none.renew(this.basis));
			assertRefused(409, () -> none.recovered(this.basis));
			assertThat(new StoreHealthIndicator(none).health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void itSaysWhatItHoldsAndKeepsItOverARestart() {
		String stamp = this.ring.stamp().toString();
		assertThat(this.store.status()).isEqualTo(new StoreStatus(State.READY, null, 0, id(), stamp, 0, false));
		String id = id();
		put("a", 1, "first");
		put("b", 1, "second");
		close();
		open();
		assertThat(body("a")).isEqualTo("first");
		assertThat(this.store.status()).isEqualTo(new StoreStatus(State.READY, null, 2, id, stamp, 0, false));
		this.store.recovered(this.basis);
		assertRefused(409, () -> this.store.renew(this.basis));
		assertState(State.READY);
	}

	@Test
	void aCallOfAnotherStateOfTheRingIsRefused() {
		put("a", 1, "first");
		Basis before = this.basis;
		Basis forked = new Basis(id(), TestRing.at(2).stamp());
		tell(TestRing.at(2).with("n", 100, id()).with("m", 200, null));
		for (Basis other : List.of(before, forked)) {
			assertRefused(412, () -> this.store.entry("a", other));
			assertRefused(412, () -> this.store.list(other, (entries) -> entries));
			assertRefused(412, () -> this.store.compare(other, (entries) -> entries));
			assertRefused(412, () -> this.store.put(List.of(Entries.tombstone("b", new Version(1, 1))), other, false));
			assertRefused(412, () -> this.store.putNext(List.of(Entries.tombstone("b", new Version(1, 1))), other));
		}
		assertThat(body("a")).isEqualTo("first");
		assertThat(this.store.status().entries()).isEqualTo(1);
	}

	@Test
	void aLaterStateIsWantedBeforeAnythingButAReadIsServed() {
		put("a", 1, "first");
		TestRing next = TestRing.at(2).with("n", 100, id());
		Basis later = new Basis(id(), next.stamp());
		assertThat(this.store.entry("a", later)).isPresent();
		assertThat(this.store.list(later, (entries) -> entries.keys("", "", 10)).keys()).hasSize(1);
		assertRefused(428, () -> this.store.compare(later, (entries) -> entries));
		assertRefused(428, () -> this.store.moving(later, "n", next.known().description()));
		assertRefused(428, () -> this.store.put(List.of(Entries.tombstone("b", new Version(1, 1))), later, false));
		assertRefused(428, () -> this.store.putNext(List.of(Entries.tombstone("b", new Version(1, 1))), later));
		assertRefused(428, () -> this.store.bring(List.of(), later));
		assertThat(body("a")).as("a call alone raises no fence").isEqualTo("first");
		this.store.know(next.known(), later);
		this.store.put(List.of(Entries.tombstone("b", new Version(1, 1))), later, false);
		assertRefused(412, () -> body("a"));
	}

	@Test
	void aCallThatMeansAnotherStoreIsRefused() {
		put("a", 1, "first");
		Basis other = new Basis("00c0ffee00c0ffee", this.ring.stamp());
		assertRefused(409, () -> this.store.entry("a", other));
		assertRefused(409, () -> this.store.compare(other, (entries) -> entries));
		assertRefused(409, () -> this.store.put(List.of(Entries.tombstone("a", new Version(2, 1))), other, false));
		assertRefused(409, () -> this.store.know(TestRing.at(9).known(), other));
		assertThat(body("a")).isEqualTo("first");
	}

	private long digest() {
		return this.store.<Long>compare(this.basis, (entries) -> entries.digest(ALL));
	}

	@Test
	void aDamagedBodyConcernsItsKeyAloneAndGivesWayToARepairOrANewerOne() throws IOException {
		put("a", 5, "unmistakable");
		put("b", 1, "whole");
		long whole = digest();
		close();
		damage("unmistakable");
		open();
		assertState(State.READY);
		assertThat(digest()).as("other stores see a difference before anybody reads it").isNotEqualTo(whole);
		assertThat(this.store.compare(this.basis, (entries) -> entries.range(ALL, null, 10)).entries())
			.extracting(PositionRange.Item::checksum)
			.contains("damaged");
		assertThat(body("b")).isEqualTo("whole");
		assertRefused(500, () -> this.store.entry("a", this.basis));
		assertRefused(500, () -> put("a", 5, "the same version"));
		put("a", 4, "repaired", true);
		assertThat(body("a")).isEqualTo("repaired");
		assertThat(this.store.compare(this.basis, (entries) -> entries.range(ALL, null, 10)).entries())
			.extracting(PositionRange.Item::checksum)
			.doesNotContain("damaged");
		assertThat(this.store.status().entries()).isEqualTo(2);
		put("a", 3, "older", true);
		assertThat(body("a")).as("whole ones give way to newer ones only").isEqualTo("repaired");
		close();
		damage("repaired");
		open();
		assertRefused(500, () -> this.store.entry("a", this.basis));
		put("a", 5, "newer");
		assertThat(body("a")).isEqualTo("newer");
	}

	@Test
	void whatIsPutBeforeADamagedEntryOfTheSameBatchIsWholeAgain() throws IOException {
		put("a", 1, "unmistakable");
		put("b", 1, "unforgettable");
		close();
		damage("unmistakable");
		damage("unforgettable");
		open();
		assertThat(damaged()).isEqualTo(2);
		List<EntryPage.Item> batch = List.of(Entries.tombstone("a", new Version(2, 1)),
				Entries.tombstone("b", new Version(1, 1)));
		assertRefused(500, () -> this.store.put(batch, this.basis, false));
		assertThat(damaged()).isEqualTo(1);
	}

	private long damaged() {
		return this.store.compare(this.basis, (entries) -> entries.range(ALL, null, 10))
			.entries()
			.stream()
			.filter((item) -> item.checksum().equals("damaged"))
			.count();
	}

	@Test
	void aBodyThatIsDamagedWhileTheStoreRunsIsNoticed() throws IOException {
		put("a", 1, "x".repeat(100_000) + "unmistakable" + "y".repeat(100_000));
		close();
		open();
		damage("unmistakable");
		assertRefused(500, () -> this.store.entry("a", this.basis));
	}

	@Test
	void aDamagedHeadMakesTheWholeFileDamaged() throws IOException {
		this.store.put(List.of(Entries.item("a", new Version(1, 1), "text/unmistakable", new byte[1])), this.basis,
				false);
		put("b", 1, "whole");
		close();
		damage("text/unmistakable");
		open();
		assertDamaged();
		assertThat(this.store.status().reason()).startsWith("has a damaged file: ");
		assertThat(body("b")).isEqualTo("whole");
		assertRefused(503, () -> this.store.entry("a", this.basis));
		assertRefused(412, () -> this.store.entry("b", new Basis(id(), TestRing.at(0).stamp())));
		assertRefused(409, () -> this.store.entry("b", new Basis("other", this.ring.stamp())));
	}

	private void assertDamaged() {
		assertState(State.DAMAGED);
		assertRefused(503, () -> this.store.entry("never put", this.basis));
		assertRefused(503, () -> this.store.entry("never put", this.basis));
		assertRefused(503, () -> this.store.compare(this.basis, (entries) -> entries));
		assertRefused(503, () -> put("c", 1, "new"));
		assertRefused(503, () -> put("c", 1, "new", true));
		assertRefused(409, () -> this.store.recovered(this.basis));
	}

	@Test
	void aHeadThatIsDamagedWhileTheStoreRunsIsNoticed() throws SQLException {
		put("a", 1, "first");
		put("b", 1, "whole");
		sql("UPDATE entry SET counter = 2 WHERE key = 'a'");
		assertState(State.READY);
		assertRefused(503, () -> this.store.entry("a", this.basis));
		assertDamaged();
		assertThat(body("b")).isEqualTo("whole");
	}

	@Test
	void aPutThatMeetsDamageIsNotAcknowledged() throws SQLException {
		put("a", 1, "first");
		sql("UPDATE entry SET writer = '0000000000000002' WHERE key = 'a'");
		assertRefused(503, () -> put("a", 2, "second", true));
		assertDamaged();
	}

	@Test
	void whatAListMeetsIsNeverLeftOut() throws SQLException {
		put("a", 1, "first");
		sql("UPDATE entry SET deleted = 1");
		assertRefused(503, () -> this.store.list(this.basis, (entries) -> entries.keys("", "", 10)));
		assertDamaged();
	}

	@Test
	void anIndexThatDoesNotFitItsTableIsDamage() throws IOException {
		put("unmistakable", 1, "first");
		close();
		byte[] bytes = Files.readAllBytes(file());
		int index = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("unmistakable");
		bytes[index] = 'U';
		Files.write(file(), bytes);
		open();
		assertDamaged();
	}

	@Test
	void garbageInPlaceOfTheFileIsDamageAndRenewPutsANewOneThere() throws IOException {
		put("a", 1, "first");
		close();
		byte[] garbage = new byte[50_000];
		new Random(1).nextBytes(garbage);
		Files.write(file(), garbage);
		open();
		assertDamaged();
		this.store.renew(this.basis);
		assertRecovering();
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files.filter((name) -> name.getFileName().toString().matches("store\\.damaged-[0-9T.]+\\.db")))
				.hasSize(1)
				.allSatisfy((aside) -> assertThat(aside).hasBinaryContent(garbage));
		}
		close();
		open();
		assertRecovering();
		this.store.recovered(this.basis);
		assertState(State.READY);
		assertThat(this.store.entry("never put", this.basis)).isEmpty();
		close();
		open();
		assertState(State.READY);
		assertThat(body("a")).isEqualTo("got back");
	}

	private void assertRecovering() {
		assertState(State.RECOVERING);
		put("a", 1, "got back");
		assertRefused(503, () -> this.store.entry("a", this.basis));
		assertRefused(503, () -> this.store.entry("a", this.basis));
		assertRefused(503, () -> this.store.list(this.basis, (entries) -> entries.keys("", "", 10)));
		assertThat(digest()).isNotZero();
		assertRefused(409, () -> this.store.renew(this.basis));
	}

	@Test
	void anEmptyFileIsDamageSinceNewOnesAreNeverEmpty() throws IOException {
		put("a", 1, "first");
		close();
		Files.write(file(), new byte[0]);
		open();
		assertDamaged();
	}

	@Test
	void aFileThatWasMovedAsideAndNotReplacedYetHasToRecover() throws IOException {
		put("a", 1, "first");
		Path wal = this.folder.resolve("store.db-wal");
		byte[] left = Files.readAllBytes(wal);
		close();
		Files.move(file(), this.folder.resolve("store.damaged-1.db"));
		Files.write(wal, left);
		open();
		assertRecovering();
		this.store.recovered(this.basis);
		assertThat(body("a")).as("not what the old file left behind").isEqualTo("got back");
	}

	@Test
	void aFullDiskRefusesWritesUntilThereIsRoomAgain() throws SQLException {
		put("a", 1, "first");
		put("b", 1, "x".repeat(100_000));
		limit(1);
		assertRefused(507, () -> put("a", 2, "x".repeat(1_000_000)));
		assertState(State.READ_ONLY);
		assertThat(this.store.status().reason()).isEqualTo("has a full disk");
		assertThat(body("a")).as("it reads on").isEqualTo("first");
		assertThat(this.store.entry("never put", this.basis)).isEmpty();
		assertRefused(507, () -> put("c", 1, ""));
		this.store.tryAgain();
		assertState(State.READ_ONLY);
		limit(1_000_000);
		this.store.tryAgain();
		assertState(State.READY);
		put("a", 2, "second");
		assertThat(this.store.status().entries()).isEqualTo(2);
		close();
		open();
		assertThat(body("a")).isEqualTo("second");
	}

	@Test
	void aStoreThatRecoversOntoAFullDiskDoesNotCountAsOneThatHasEverything() throws IOException {
		close();
		Files.write(file(), new byte[0]);
		open();
		this.store.renew(this.basis);
		limit(1);
		assertRefused(507, () -> put("a", 1, "x".repeat(1_000_000)));
		assertState(State.RECOVERING);
		assertThat(this.store.status().reason())
			.isEqualTo("has not got back yet what a damaged file held, and has a full disk");
		assertRefused(507, () -> put("a", 1, ""));
		this.store.tryAgain();
		assertRefused(507, () -> put("a", 1, ""));
		limit(1_000_000);
		this.store.tryAgain();
		assertRecovering();
		this.store.recovered(this.basis);
		assertState(State.READY);
	}

	/** Lets the file have so many pages, or as many as it has. */
	private void limit(int pages) {
		Object database = ReflectionTestUtils.getField(this.store, "database");
		Object writer = ReflectionTestUtils.getField(database, "writer");
		Connection connection = (Connection) ReflectionTestUtils.getField(writer, "connection");
		try (Statement statement = connection.createStatement()) {
			statement.execute("PRAGMA max_page_count = " + pages);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
