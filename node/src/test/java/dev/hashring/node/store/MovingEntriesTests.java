package dev.hashring.node.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.hashring.node.NodeSettings;
import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.TestRing;
import dev.hashring.node.sqlite.Database;
import dev.hashring.node.sqlite.DatabaseFile;
import dev.hashring.node.sqlite.Identity;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.Moving;
import dev.hashring.protocol.RingDescription.Keepers;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.protocol.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a store keeps, brings and deletes when the ring changes, and which store it is.
 */
class MovingEntriesTests {

	private static final String OTHER = "00000000000000bb";

	private static final List<String> KEYS = IntStream.range(0, 500).mapToObj((i) -> "key" + i).toList();

	@TempDir
	private Path folder;

	private Store store;

	private Basis basis = new Basis("", TestRing.at(0).stamp());

	@BeforeEach
	void open() {
		this.store = new Store(new NodeSettings("n", this.folder));
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	private String id() {
		return this.store.identity().map(Identity::store).orElseThrow();
	}

	private void tell(TestRing next) {
		this.basis = new Basis(id(), next.stamp());
		this.store.know(next.known(), this.basis);
	}

	private void put(String key) {
		this.store.put(List.of(item(key, 1)), this.basis, false);
	}

	private static EntryPage.Item item(String key, long counter) {
		return Entries.item(key, new Version(counter, 1), null, (key + " " + counter).getBytes(StandardCharsets.UTF_8));
	}

	private List<String> held() {
		return this.store.list(this.basis, (entries) -> entries.keys("", "", 1_000))
			.keys()
			.stream()
			.map(KeyPage.Item::key)
			.toList();
	}

	private static String[] which(Predicate<String> kept) {
		return KEYS.stream().filter(kept).toArray(String[]::new);
	}

	private TestRing alone(long epoch) {
		return TestRing.at(epoch).with("n", 100, id());
	}

	private TestRing both(long epoch) {
		return alone(epoch).with("m", 280, OTHER);
	}

	@Test
	void whatItIsNoReplicaOfIsDeletedOnceNothingMovesAnyMore() {
		tell(alone(1));
		KEYS.forEach(this::put);
		TestRing after = both(3);
		tell(alone(2).becoming(after));
		new Cleaner(this.store).clean();
		assertThat(held()).as("while entries move").containsExactlyInAnyOrderElementsOf(KEYS);
		tell(after);
		new Cleaner(this.store).clean();
		assertThat(held()).as("before enough others know it").containsExactlyInAnyOrderElementsOf(KEYS);
		this.store.clean(this.basis);
		String[] kept = which((key) -> after.known().now().keeps(id(), key));
		assertThat(kept).hasSizeBetween(100, 400);
		await().untilAsserted(() -> assertThat(held()).containsExactlyInAnyOrder(kept));
		assertThat(this.store.status().entries()).isEqualTo(kept.length);
	}

	@Test
	void whatItWillBeAReplicaOfStaysWhileEntriesMove() {
		tell(TestRing.at(1).with("m", 280, OTHER).becoming(both(2).replicas(2)));
		this.store.bring(List.of(item("a", 1), item("b", 1)), this.basis);
		new Cleaner(this.store).clean();
		assertThat(held()).containsExactly("a", "b");
	}

	@Test
	void onlyByTheStateThatItKnowsItCleans() {
		tell(alone(2));
		put("a");
		Basis earlier = new Basis(id(), alone(1).stamp());
		Basis later = new Basis(id(), TestRing.at(3).stamp());
		assertThatExceptionOfType(StaleException.class).isThrownBy(() -> this.store.clean(earlier));
		assertThatExceptionOfType(MissingStateException.class).isThrownBy(() -> this.store.clean(later));
		assertThat(held()).containsExactly("a");
	}

	@Test
	void whoeverHasLeftDeletesEverythingAndStillKnowsTheRing() {
		tell(both(1).replicas(2));
		KEYS.forEach(this::put);
		TestRing without = TestRing.at(2).with("m", 280, OTHER);
		tell(without);
		await().until(() -> held().isEmpty());
		assertThat(this.store.status().stamp()).isEqualTo(without.stamp().toString());
	}

	@Test
	void aDeletionChecksTheStateAgain() {
		tell(alone(1));
		put("a");
		Identity before = this.store.identity().orElseThrow();
		tell(alone(2));
		assertThatExceptionOfType(StaleException.class).isThrownBy(() -> this.store.delete(before, List.of("a")));
		assertThat(held()).containsExactly("a");
		assertThat(this.store.delete(this.store.identity().orElseThrow(), List.of("a", "b"))).isOne();
		assertThat(this.store.status().entries()).isZero();
	}

	@Test
	void aStoreThatStartsDeletesWhatWasLeft() {
		tell(alone(1));
		put("a");
		TestRing without = TestRing.at(2);
		this.basis = new Basis(id(), without.stamp());
		close();
		try (Database file = Database.open(new DatabaseFile(this.folder))) {
			file.check();
			file.know(without.known(), (known) -> {
			});
		}
		open();
		await().until(() -> held().isEmpty());
	}

	@Test
	void pagesBringWhatIsNewer() {
		tell(alone(1));
		this.store.put(List.of(item("a", 5)), this.basis, false);
		this.store.put(List.of(item("b", 1)), this.basis, false);
		EntryPage.Item deleted = Entries.tombstone("d", new Version(2, 1));
		this.store.bring(List.of(item("a", 4), item("b", 2), item("c", 1), deleted), this.basis);
		EntryPage page = this.store.compare(this.basis,
				(entries) -> entries.entries(List.of("d", "c", "never put", "b", "a")));
		assertThat(page.entries()).usingRecursiveFieldByFieldElementComparator()
			.containsExactly(deleted, item("c", 1), item("b", 2), item("a", 5));
		assertThat(this.store.status().entries()).isEqualTo(4);
	}

	@Test
	void aPageEndsBeforeItHasTooManyBytes() {
		tell(alone(1));
		List<String> keys = List.of("a", "b", "c", "d");
		for (String key : keys) {
			this.store.put(List.of(Entries.item(key, new Version(1, 1), null, new byte[400_000])), this.basis, false);
		}
		assertThat(this.store.compare(this.basis, (entries) -> entries.entries(keys)).entries()).hasSize(2);
		this.store.put(List.of(Entries.item("a", new Version(2, 1), null, new byte[EntryPage.BYTES])), this.basis,
				false);
		assertThat(this.store.compare(this.basis, (entries) -> entries.entries(keys)).entries()).hasSize(1);
	}

	@Test
	void itCountsWhatWouldGoFromItsOwnerToOthers() {
		tell(both(1));
		KEYS.forEach(this::put);
		TestRing third = both(2).with("o", 50, null);
		assertMoving(both(2), (key) -> false);
		assertMoving(third, (key) -> third.known().now().members(key).contains("o"));
		assertMoving(both(2).becoming(third), (key) -> third.known().now().members(key).contains("o"));
		assertMoving(both(2).replicas(2), (key) -> true);
		TestRing wiped = TestRing.at(2).with("n", 100, "00000000000000cc").with("m", 280, OTHER);
		assertMoving(wiped, (key) -> true);
	}

	private void assertMoving(TestRing next, Predicate<String> moves) {
		Keepers now = both(1).known().now();
		List<String> moving = KEYS.stream()
			.filter((key) -> now.members(key).get(0).equals("n") && moves.test(key))
			.toList();
		long bytes = moving.stream().mapToLong((key) -> item(key, 1).body().length).sum();
		assertThat(this.store.moving(this.basis, "n", next.known().description()))
			.isEqualTo(new Moving(moving.size(), bytes));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 20261126 })
	void itCountsByPositionsWhatItWouldCountByKeys(long seed) {
		Random random = new Random(seed);
		tell(alone(1));
		KEYS.forEach(this::put);
		for (int round = 2; round < 40; round++) {
			TestRing ring = randomRing(random, round);
			TestRing next = randomRing(random, round);
			tell(random.nextBoolean() ? ring : ring.becoming(next));
			Keepers now = ring.known().now();
			Keepers later = next.known().now();
			List<String> moving = KEYS.stream()
				.filter((key) -> now.members(key).get(0).equals("n"))
				.filter((key) -> !stores(ring, now.members(key)).containsAll(stores(next, later.members(key))))
				.toList();
			long bytes = moving.stream().mapToLong((key) -> item(key, 1).body().length).sum();
			assertThat(this.store.moving(this.basis, "n", next.known().description()))
				.as("seed %d, round %d", seed, round)
				.isEqualTo(new Moving(moving.size(), bytes));
		}
	}

	/** This store and up to four others, some of which may be others on another ring. */
	private TestRing randomRing(Random random, int epoch) {
		List<Integer> positions = random.ints(0, 360).distinct().limit(1 + random.nextInt(5)).boxed().toList();
		TestRing ring = TestRing.at(epoch).replicas(1 + random.nextInt(3)).with("n", positions.get(0), id());
		for (int i = 1; i < positions.size(); i++) {
			ring = ring.with("m" + i, positions.get(i), "%016x".formatted(i + 16 * random.nextInt(2)));
		}
		return ring;
	}

	private static List<String> stores(TestRing ring, List<String> members) {
		return members.stream()
			.map((id) -> ring.members()
				.stream()
				.filter((member) -> member.contains("\"" + id + "\""))
				.map((member) -> id + member.substring(member.indexOf("store")))
				.findFirst()
				.orElseThrow())
			.toList();
	}

	@Test
	void aRenewedFileIsTheSameStoreAndKnowsTheSameOfTheRing() throws IOException {
		tell(alone(1));
		put("a");
		Identity before = this.store.identity().orElseThrow();
		close();
		Files.writeString(this.folder.resolve("store.db"), "garbage".repeat(1_000));
		open();
		assertThat(this.store.status().state()).isEqualTo(State.DAMAGED);
		assertThat(this.store.identity()).contains(before);
		this.store.renew(this.basis);
		assertThat(this.store.status().state()).isEqualTo(State.RECOVERING);
		assertThat(this.store.identity()).contains(before);
		close();
		open();
		assertThat(this.store.identity()).contains(before);
		tell(alone(2));
		this.store.bring(List.of(item("a", 1)), this.basis);
		this.store.recovered(this.basis);
		assertThat(held()).containsExactly("a");
	}

	@Test
	void aFileThatIsGoneLeavesAStoreThatHasToRecover() throws IOException {
		tell(alone(1));
		put("a");
		String id = id();
		close();
		Files.delete(this.folder.resolve("store.db"));
		open();
		assertThat(this.store.status().state()).isEqualTo(State.RECOVERING);
		assertThat(id()).isEqualTo(id);
	}

	@Test
	void anEmptyFolderIsAnotherStore() throws IOException {
		tell(alone(1));
		String id = id();
		close();
		try (Stream<Path> files = Files.list(this.folder)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		open();
		assertThat(id()).isNotEqualTo(id);
		assertThat(this.store.status().stamp()).isNull();
		assertThat(this.store.status().state()).isEqualTo(State.READY);
	}

	@Test
	void aStoreIdThatIsGoneOrDamagedIsWrittenAgain() throws IOException {
		tell(alone(1));
		String id = id();
		byte[] whole = Files.readAllBytes(this.folder.resolve("store.id"));
		for (String name : new String[] { "store.id", "store.id-copy" }) {
			Path file = this.folder.resolve(name);
			for (String damage : new String[] { "", "garbage",
					new String(whole, StandardCharsets.UTF_8).replace(id, OTHER) }) {
				close();
				Files.writeString(file, damage);
				open();
				assertThat(id()).isEqualTo(id);
				assertThat(file).hasBinaryContent(whole);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "store.id", "store.id-copy" })
	void aPowerCutWhileAStateIsKeptLeavesTheOtherOfBoth(String cutOff) throws IOException {
		tell(alone(1));
		String id = id();
		Path file = this.folder.resolve(cutOff);
		byte[] half = Arrays.copyOf(Files.readAllBytes(file), 30);
		close();
		Files.write(file, half);
		Files.delete(this.folder.resolve("store.db"));
		open();
		assertThat(id()).isEqualTo(id);
		assertThat(this.store.status().stamp()).isEqualTo(alone(1).stamp().toString());
		assertThat(this.store.status().state()).isEqualTo(State.RECOVERING);
	}

	@Test
	void aStoreThatIsBannedBeginsANewFile() throws IOException {
		tell(alone(1));
		put("a");
		String banned = id();
		TestRing next = TestRing.at(2).with("m", 280, OTHER).banning(banned);
		assertThatExceptionOfType(OtherStoreException.class).isThrownBy(() -> tell(next))
			.satisfies((refusal) -> assertThat(refusal.store()).isEqualTo(id()));
		assertThat(id()).isNotEqualTo(banned);
		assertThat(this.store.status().entries()).isZero();
		for (int i = 0; i < 2; i++) {
			assertThat(this.store.status().state()).isEqualTo(State.READY);
			assertThat(this.store.status().legacy()).isFalse();
			assertThat(this.store.status().stamp()).isEqualTo(next.stamp().toString());
			String id = id();
			close();
			open();
			assertThat(id()).isEqualTo(id);
		}
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files.map((file) -> file.getFileName().toString()))
				.anyMatch((name) -> name.matches("store\\.banned-[0-9T.]+\\.db"));
		}
		tell(TestRing.at(3).with("n", 100, id()).banning(banned));
	}

	@Test
	void anEarlierStateBansNothing() {
		tell(alone(2));
		String id = id();
		assertThatExceptionOfType(StaleException.class).isThrownBy(() -> tell(TestRing.at(1).banning(id)));
		assertThat(id()).isEqualTo(id);
	}

}
