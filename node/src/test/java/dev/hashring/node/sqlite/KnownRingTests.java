package dev.hashring.node.sqlite;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.KnownRing;
import dev.hashring.node.entry.TestRing;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a new state of the ring does to entries, and to what is read meanwhile.
 */
class KnownRingTests {

	private static final PositionRange ALL = new PositionRange(0, Long.MAX_VALUE);

	private static final Consumer<Contents> ANY = (known) -> {
	};

	private static final KnownRing FIRST = TestRing.at(1).with("n", 100, null).known();

	private static final KnownRing SECOND = TestRing.at(2).with("n", 100, null).known();

	@TempDir
	private Path folder;

	private Database store;

	@BeforeEach
	void open() {
		this.store = Database.open(new DatabaseFile(this.folder));
		this.store.check();
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	private static final class OtherRingException extends RefusedException {

		private static final long serialVersionUID = 1L;

		private OtherRingException() {
			super("for this test");
		}

	}

	/** Lets through what goes by this state. */
	private static Consumer<Contents> by(KnownRing ring) {
		return (known) -> {
			if (!ring.equals(known.ring())) {
				throw new OtherRingException();
			}
		};
	}

	private void put(String key, byte[] body) {
		this.store.put((known) -> List.of(entry(key, known.ring(), body)), false, body.length);
	}

	private static Entry entry(String key, KnownRing ring, byte[] body) {
		return Entries.of(key, ring.now().position(key), new Version(1, 1), null, body);
	}

	@Test
	void whatWasReadBeforeALaterStateCameIsNotServedAfterIt() {
		this.store.know(FIRST, ANY);
		put("a", new byte[1]);
		assertThatExceptionOfType(OtherRingException.class).isThrownBy(() -> this.store.read(by(FIRST), (reader) -> {
			Object read = reader.entry("a");
			this.store.know(SECOND, ANY);
			return read;
		}));
	}

	@Test
	void whatALaterStateIsReadByIsReadAfterItIsOnDisk() {
		this.store.know(FIRST, ANY);
		List<Object> read = new ArrayList<>();
		assertThatExceptionOfType(OtherRingException.class).isThrownBy(() -> this.store.read(by(SECOND), (reader) -> {
			read.add(reader.range(ALL, null, 10));
			this.store.know(SECOND, ANY);
			return read;
		}));
		assertThat(read).as("a write could still come").isEmpty();
	}

	/** Otherwise a read could see what was written by the later state, and be served. */
	@Test
	void aStateIsAnnouncedToReadsBeforeItIsOnDisk() throws Exception {
		this.store.know(FIRST, ANY);
		List<String> seen = new ArrayList<>();
		Object writer = ReflectionTestUtils.getField(this.store, "writer");
		Connection connection = (Connection) ReflectionTestUtils.getField(writer, "connection");
		connection.unwrap(SQLiteConnection.class).addCommitListener(new SQLiteCommitListener() {

			@Override
			public void onCommit() {
				try {
					KnownRingTests.this.store.read(by(FIRST), (reader) -> reader.entry("a"));
					seen.add("served");
				}
				catch (OtherRingException ex) {
					seen.add("refused");
				}
			}

			@Override
			public void onRollback() {
			}

		});
		this.store.know(SECOND, ANY);
		assertThat(seen).containsExactly("refused");
	}

	@Test
	void entriesLieWhereTheLatestStateWantsThem() throws Exception {
		this.store.know(FIRST, ANY);
		for (int i = 0; i < 2_500; i++) {
			put("key" + i, new byte[] { (byte) i });
		}
		KnownRing other = TestRing.at(2).hashing("murmur3", 100_000).with("n", 100, null).known();
		this.store.know(other, ANY);
		assertThat(items()).hasSize(2_500)
			.allSatisfy((item) -> assertThat(item.position()).isEqualTo(other.now().position(item.key())));
		long sum = items().stream().mapToLong((item) -> HexFormat.fromHexDigitsToLong(item.checksum())).sum();
		assertThat(digest(ALL)).isEqualTo(sum);
		close();
		open();
		assertThat(this.store.contents().ring()).isEqualTo(other);
		Entry found = this.store.read(ANY, (reader) -> reader.entry("key7")).orElseThrow();
		assertThat(found.head()).isEqualTo(entry("key7", other, new byte[] { 7 }).head());
	}

	private List<PositionRange.Item> items() {
		List<PositionRange.Item> items = new ArrayList<>();
		Reader.Place last = null;
		boolean more = true;
		while (more) {
			Reader.Place after = last;
			PositionRange.Page page = this.store.read(ANY, (reader) -> reader.range(ALL, after, 1_000));
			items.addAll(page.entries());
			more = page.more();
			PositionRange.Item end = page.entries().get(page.entries().size() - 1);
			last = new Reader.Place(end.position(), end.key());
		}
		return items;
	}

	private long digest(PositionRange range) {
		return this.store.<Long>read(ANY, (reader) -> reader.digest(range));
	}

	@Test
	void whatIsKnownToBeDamagedIsDamagedWhereItsKeyLiesThen() throws Exception {
		this.store.know(FIRST, ANY);
		put("a", "unmistakable".getBytes(StandardCharsets.UTF_8));
		close();
		Path file = this.folder.resolve("store.db");
		try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
			bytes.seek(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf("unmistakable"));
			bytes.write('U');
		}
		open();
		KnownRing other = TestRing.at(2).hashing("murmur3", 100_000).with("n", 100, null).known();
		this.store.know(other, ANY);
		PositionRange there = new PositionRange(other.now().position("a"), other.now().position("a"));
		assertThat(items()).extracting(PositionRange.Item::checksum).containsExactly("damaged");
		assertThat(digest(there))
			.isNotEqualTo(entry("a", other, "unmistakable".getBytes(StandardCharsets.UTF_8)).head().checksum());
	}

}
