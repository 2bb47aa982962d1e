package dev.hashring.node.sqlite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Head;
import dev.hashring.node.sqlite.Database.Put;
import dev.hashring.node.sqlite.Reader.Place;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseTests {

	/** Lets everything through. */
	private static final Consumer<Contents> ANY = (known) -> {
	};

	private static final PositionRange ALL = new PositionRange(0, Long.MAX_VALUE);

	private static final Comparator<String> BY_BYTES = Comparator
		.comparing((String text) -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

	@TempDir
	Path folder;

	Database store;

	@BeforeEach
	void open() {
		this.store = Database.open(new DatabaseFile(this.folder));
		this.store.check();
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	void reopen() {
		close();
		open();
	}

	static Entry entry(String key, long counter, @Nullable String type, String body) {
		return Entries.of(key, 7, new Version(counter, 1), type, body.getBytes(StandardCharsets.UTF_8));
	}

	void put(String key, long counter, String body) {
		put(entry(key, counter, "text/plain", body));
	}

	void put(Entry entry) {
		this.store.put((known) -> List.of(entry), false, entry.body().length);
	}

	Optional<Entry> entry(String key) {
		return this.store.read(ANY, (reader) -> reader.entry(key));
	}

	KeyPage page(String prefix, String after, int limit) {
		return this.store.read(ANY, (reader) -> reader.keys(prefix, after, limit));
	}

	long digest(PositionRange range) {
		return this.store.<Long>read(ANY, (reader) -> reader.digest(range));
	}

	PositionRange.Page range(PositionRange range, @Nullable Place after, int limit) {
		return this.store.read(ANY, (reader) -> reader.range(range, after, limit));
	}

	@Nullable String body(String key) {
		return entry(key).map((entry) -> new String(entry.body(), StandardCharsets.UTF_8)).orElse(null);
	}

	List<String> keys(String prefix, String after, int limit) {
		return page(prefix, after, limit).keys().stream().map(KeyPage.Item::key).toList();
	}

	@Test
	void whatWasPutIsFoundAndNothingElse() {
		put(entry("a", 1, "text/plain", "first"));
		put(entry("b", 2, null, ""));
		assertThat(body("a")).isEqualTo("first");
		assertThat(entry("a").orElseThrow().head()).isEqualTo(entry("a", 1, "text/plain", "first").head());
		assertThat(entry("b").orElseThrow().head()).isEqualTo(entry("b", 2, null, "").head());
		assertThat(body("b")).isEmpty();
		assertThat(entry("c")).isEmpty();
		assertThat(this.store.contents()).isEqualTo(new Contents(2, false, this.store.contents().identity()));
	}

	@Test
	void allOfItOutlivesARestart() {
		Identity identity = this.store.contents().identity();
		assertThat(this.store.contents()).isEqualTo(new Contents(0, false, identity));
		assertThat(identity.store()).matches("[0-9a-f]{16}");
		put("a", 1, "kept");
		put(Entries.tombstone("b", 9, new Version(5, -1)));
		reopen();
		assertThat(body("a")).isEqualTo("kept");
		assertThat(entry("b").orElseThrow().head()).isEqualTo(Entries.tombstone("b", 9, new Version(5, -1)).head());
		assertThat(this.store.contents()).isEqualTo(new Contents(2, false, identity));
	}

	@Test
	void theHighestVersionStaysWhateverComesAfterIt() {
		put("a", 5, "five");
		put("a", 4, "four");
		assertThat(body("a")).isEqualTo("five");
		put(entry("a", 5, "text/plain", "another five"));
		assertThat(body("a")).isEqualTo("five");
		put(Entries.tombstone("a", 7, new Version(6, 0)));
		assertThat(entry("a").orElseThrow().head().deleted()).isTrue();
		put("a", 5, "five again");
		assertThat(entry("a").orElseThrow().head().deleted()).isTrue();
		put("a", 7, "seven");
		assertThat(body("a")).isEqualTo("seven");
		assertThat(this.store.contents().entries()).isEqualTo(1);
	}

	@Test
	void writersOfTheSameCounterAreComparedAsUnsignedNumbers() {
		put(Entries.of("a", 7, new Version(1, -1), null, new byte[] { 1 }));
		put(Entries.of("a", 7, new Version(1, 1), null, new byte[] { 2 }));
		assertThat(entry("a").orElseThrow().body()).containsExactly(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\0b", "\0", "😀", "\"';--%_?*", " ", "a\nb", "\uFFFD", "\uFFFF" })
	void aKeyMayHoldAnyText(String key) {
		put(key, 1, key);
		put(key + "\0", 1, "with a NUL");
		reopen();
		assertThat(body(key)).isEqualTo(key);
		assertThat(body(key + "\0")).isEqualTo("with a NUL");
		assertThat(keys("", "", 10)).containsExactly(key, key + "\0");
		assertThat(keys(key, key, 10)).containsExactly(key + "\0");
	}

	@Test
	void keysComeInTheOrderOfTheirBytesAPageAtATime() {
		List<String> order = List.of("a", "a\0", "a\0b", "aa", "a~", "aé", "a\uFF5E", "a\uFFFD", "a😀", "b", "é");
		List<String> shuffled = new ArrayList<>(order);
		java.util.Collections.shuffle(shuffled, new Random(1));
		shuffled.forEach((key) -> put(key, 1, key));
		assertThat(keys("", "", 1000)).isEqualTo(order);
		assertThat(keys("a", "", 1000)).isEqualTo(order.subList(0, 9));
		assertThat(keys("a", "a~", 2)).isEqualTo(order.subList(5, 7));
		assertThat(keys("a", "b", 1000)).isEmpty();
		assertThat(keys("b", "a", 1000)).containsExactly("b");
		assertThat(keys("a😀", "", 1000)).containsExactly("a😀");
		assertThat(page("a", "", 9).more()).isFalse();
		assertThat(page("a", "", 8).more()).isTrue();
	}

	@Test
	void anEntryCanBePutInTheNextVersionWhateverThatIs() {
		assertThat(this.store.putNext((known) -> List.of(entry("a", 1, null, "one")), 0))
			.containsExactly(new Put(new Version(1, 1), true));
		put("a", 41, "two");
		assertThat(this.store.putNext((known) -> List.of(entry("a", 1, null, "three")), 0))
			.containsExactly(new Put(new Version(42, 1), false));
		reopen();
		assertThat(body("a")).isEqualTo("three");
		put(Entries.tombstone("a", 7, new Version(43, 3)));
		assertThat(this.store.putNext((known) -> List.of(entry("a", 1, null, "four")), 0))
			.containsExactly(new Put(new Version(44, 1), true));
		assertThat(body("a")).isEqualTo("four");
	}

	@Test
	void aPageEndsAtSomeBytesOfKeys() {
		for (int i = 0; i < 40; i++) {
			put(i + "k".repeat(4_000), 1, "");
		}
		KeyPage page = page("", "", 1000);
		assertThat(page.keys()).hasSize(33);
		assertThat(page.more()).isTrue();
		assertThat(range(ALL, null, 1000).entries()).hasSize(33);
	}

	@Test
	void aTombstoneIsListedAsOne() {
		put(Entries.tombstone("a", 7, new Version(2, 3)));
		assertThat(page("", "", 10).keys()).containsExactly(new KeyPage.Item("a", "2-0000000000000003", true));
	}

	@Test
	void aRangeHoldsWhatLiesInItByPositionAndKey() {
		for (int i = 0; i < 20; i++) {
			put(Entries.of("key" + (19 - i), i / 4, new Version(1, i), null, new byte[i]));
		}
		PositionRange range = new PositionRange(1, 3);
		List<PositionRange.Item> all = range(range, null, 1000).entries();
		assertThat(all).extracting(PositionRange.Item::position)
			.containsExactly(1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 3L, 3L, 3L, 3L);
		assertThat(all).extracting(PositionRange.Item::key).startsWith("key12", "key13", "key14", "key15", "key10");
		List<PositionRange.Item> paged = new ArrayList<>();
		Place last = null;
		boolean more = true;
		while (more) {
			PositionRange.Page page = range(range, last, 5);
			paged.addAll(page.entries());
			more = page.more();
			last = new Place(paged.get(paged.size() - 1).position(), paged.get(paged.size() - 1).key());
		}
		assertThat(paged).isEqualTo(all);
		assertThat(range(range, new Place(0, "z"), 1000).entries()).isEqualTo(all);
		long sum = all.stream().mapToLong((item) -> HexFormat.fromHexDigitsToLong(item.checksum())).sum();
		assertThat(digest(range)).isEqualTo(sum).isNotZero();
		assertThat(digest(new PositionRange(5, 9))).isZero();
	}

	@Test
	void anyDifferenceBetweenEntriesIsOneOfTheirDigests() {
		List<Long> digests = new ArrayList<>();
		Version version = new Version(1, 0);
		byte[] body = { 1 };
		for (Entry entry : List.of(Entries.of("a", 7, version, null, body), Entries.of("b", 7, version, null, body),
				Entries.of("c", 8, version, null, body), Entries.of("d", 7, new Version(2, 0), null, body),
				Entries.of("e", 7, version, "", body), Entries.tombstone("f", 7, version))) {
			Head head = entry.head();
			put(entry);
			digests.add(digest(ALL));
			Head same = new Head("a", head.position(), head.version(), head.deleted(), head.type(), head.bodyHash());
			digests.add(same.checksum());
		}
		assertThat(digests.subList(2, 12)).doesNotHaveDuplicates();
		assertThat(digests.get(0)).as("one entry").isEqualTo(digests.get(1));
	}

	@Test
	void itDoesWhatAMapDoes() {
		long seed = 20261123;
		Random random = new Random(seed);
		TreeMap<String, Entry> model = new TreeMap<>(BY_BYTES);
		String[] letters = { "a", "\0", "é", "\uFF5E", "😀", "'" };
		for (int i = 0; i < 1_000; i++) {
			String key = letters[random.nextInt(6)] + letters[random.nextInt(6)] + letters[random.nextInt(6)];
			byte[] body = new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(20)];
			random.nextBytes(body);
			Version version = new Version(1 + random.nextInt(5), random.nextLong());
			Entry entry = random.nextInt(5) == 0 ? Entries.tombstone(key, random.nextInt(9), version)
					: Entries.of(key, random.nextInt(9), version, null, body);
			put(entry);
			model.merge(key, entry, (old, next) -> old.head().version().compareTo(version) >= 0 ? old : next);
			if (i % 300 == 0) {
				reopen();
			}
		}
		assertThat(keys("", "", 1000)).as("seed %d", seed).isEqualTo(List.copyOf(model.keySet()));
		model.forEach((key, entry) -> {
			Entry found = entry(key).orElseThrow();
			assertThat(found.head()).as("seed %d", seed).isEqualTo(entry.head());
			assertThat(found.body()).isEqualTo(entry.body());
		});
		PositionRange range = new PositionRange(2, 5);
		assertThat(digest(range)).as("seed %d", seed)
			.isEqualTo(model.values()
				.stream()
				.map(Entry::head)
				.filter((head) -> head.position() >= 2 && head.position() <= 5)
				.mapToLong(Head::checksum)
				.sum());
	}

}
