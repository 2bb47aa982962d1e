package dev.hashring.node.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

import dev.hashring.hash.NamedHash;
import dev.hashring.node.NodeSettings;
import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Head;
import dev.hashring.node.entry.TestRing;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.protocol.Version;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files from before stores had ids.
 */
class UpgradeTests {

	private static final PositionRange ALL = new PositionRange(0, 359);

	@TempDir
	private Path folder;

	private Path file;

	@BeforeEach
	void setFile() {
		this.file = this.folder.resolve("store.db");
	}

	/** Makes a file as the version before did. */
	private void make(Entry... entries) throws Exception {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.file)) {
			String tables = new ClassPathResource("before-store-ids.sql").getContentAsString(StandardCharsets.UTF_8);
			for (String table : tables.split(";\n")) {
				connection.createStatement().execute(table);
			}
			try (PreparedStatement store = connection
				.prepareStatement("INSERT INTO store VALUES (0, 'fixed 360', 12, ?)")) {
				store.setLong(1, NamedHash.xxh3("false 12 fixed 360".getBytes(StandardCharsets.UTF_8)));
				store.execute();
			}
			for (Entry entry : entries) {
				insert(connection, entry);
			}
		}
	}

	private static void insert(Connection connection, Entry entry) throws SQLException {
		Head head = entry.head();
		try (PreparedStatement insert = connection
			.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
			insert.setString(1, head.key());
			insert.setLong(2, head.position());
			insert.setLong(3, head.version().counter());
			insert.setString(4, HexFormat.of().toHexDigits(head.version().writer()));
			insert.setBoolean(5, head.deleted());
			insert.setString(6, head.type());
			insert.setLong(7, head.bodyHash());
			insert.setLong(8, head.checksum());
			insert.setBytes(9, entry.body());
			insert.execute();
		}
	}

	private Store open() {
		return new Store(new NodeSettings("n", this.folder));
	}

	@Test
	void aFileOfTheVersionBeforeIsReadAndGetsAnIdAndPositions() throws Exception {
		Entry kept = Entries.of("a", 1, new Version(3, 7), "text/plain", "kept".getBytes(StandardCharsets.UTF_8));
		Entry deleted = Entries.tombstone("b", 2, new Version(4, 8));
		make(kept, deleted);
		String id;
		try (Store store = open()) {
			StoreStatus status = store.status();
			id = String.valueOf(status.store());
			assertThat(status).isEqualTo(new StoreStatus(State.READY, null, 2, id, null, 0, true));
			assertThat(id).matches("[0-9a-f]{16}");
		}
		try (Store store = open()) {
			assertThat(store.status()).isEqualTo(new StoreStatus(State.READY, null, 2, id, null, 0, true));
			TestRing ring = TestRing.at(12).with("n", 100, id);
			Basis basis = new Basis(id, ring.stamp());
			assertThat(store.entry("a", basis)).as("before it knows a state").isPresent();
			assertThatExceptionOfType(MissingStateException.class)
				.isThrownBy(() -> store.compare(basis, (entries) -> entries));
			store.know(ring.known(), basis);
			assertThat(store.status())
				.isEqualTo(new StoreStatus(State.READY, null, 2, id, ring.stamp().toString(), 0, false));
			assertThat(store.entry("a", basis).orElseThrow().head()).isEqualTo(kept.head().at(ring.position("a")));
			assertThat(store.entry("a", basis).orElseThrow().body()).isEqualTo(kept.body());
			assertThat(store.entry("b", basis).orElseThrow().head()).isEqualTo(deleted.head().at(ring.position("b")));
			List<PositionRange.Item> items = store.compare(basis, (entries) -> entries.range(ALL, null, 10)).entries();
			assertThat(items).allSatisfy((item) -> assertThat(item.position()).isEqualTo(ring.position(item.key())))
				.hasSize(2);
		}
	}

	@Test
	void aDamagedFileOfTheVersionBeforeIsNotTakenForANewOne() throws Exception {
		make(Entries.tombstone("b", 2, new Version(4, 8)));
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.file)) {
			connection.createStatement().execute("UPDATE store SET epoch = 13");
		}
		assertIsDamagedAndRenewed();
	}

	@Test
	void aFileThatIsNoLongerOneOfTheVersionBeforeIsNotTakenForANewOne() throws IOException {
		Files.write(this.file, new byte[0]);
		assertIsDamagedAndRenewed();
	}

	private void assertIsDamagedAndRenewed() {
		try (Store store = open()) {
			assertThat(store.status().state()).isEqualTo(State.DAMAGED);
			assertThat(store.status().store()).isNull();
			store.renew(null);
			assertThat(store.status().state()).isEqualTo(State.RECOVERING);
			assertThat(store.status().store()).isNotNull();
			assertThat(store.status().legacy()).isTrue();
		}
	}

}
