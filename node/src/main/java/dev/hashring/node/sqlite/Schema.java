package dev.hashring.node.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import dev.hashring.hash.NamedHash;
import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Head;
import dev.hashring.node.entry.KnownRing;
import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The tables, and how their rows are read.
 */
final class Schema {

	/** The columns that {@link #head(ResultSet)} reads. */
	static final String HEAD = "key, position, counter, writer, deleted, type, body_hash, checksum";

	/** The column after those. */
	static final int BODY = 9;

	/** The head of the entry for a key, and its body. */
	static final String ENTRY_BY_KEY = "SELECT " + HEAD + ", body FROM entry WHERE key = ?";

	/** One row about all of it. */
	private static final String STORE = """
			CREATE TABLE store (
				recovering INTEGER NOT NULL,
				id TEXT NOT NULL,
				legacy INTEGER NOT NULL,
				stamp TEXT,
				state TEXT,
				checksum INTEGER NOT NULL
			)""";

	private static final String[] TABLES = {
			// The body comes last, so that all else is read without it.
			"""
					CREATE TABLE entry (
						key TEXT NOT NULL PRIMARY KEY,
						position INTEGER NOT NULL,
						counter INTEGER NOT NULL,
						writer TEXT NOT NULL,
						deleted INTEGER NOT NULL,
						type TEXT,
						body_hash INTEGER NOT NULL,
						checksum INTEGER NOT NULL,
						body BLOB NOT NULL
					)""",
			// Digests are read from this alone.
			"CREATE INDEX entry_position ON entry (position, key, checksum)", STORE,
			// Empty but for the moment in which a full disk is tried again.
			"CREATE TABLE filler (filler BLOB NOT NULL)" };

	/** Files before this version have no store ids. */
	private static final int VERSION = 1;

	private Schema() {
	}

	static void create(Connection connection, boolean recovering, Identity identity) {
		JdbcClient client = client(connection);
		for (String table : TABLES) {
			client.sql(table).update();
		}
		begin(client, recovering, identity);
	}

	private static JdbcClient client(Connection connection) {
		return JdbcClient.create(new SingleConnectionDataSource(connection, true));
	}

	private static void begin(JdbcClient client, boolean recovering, Identity identity) {
		client.sql("INSERT INTO store VALUES (?, ?, ?, ?, ?, ?)").params(row(recovering, identity)).update();
		client.sql("PRAGMA user_version = " + VERSION).update();
	}

	/** The columns of the row about all. */
	static List<@Nullable Object> row(boolean recovering, Identity identity) {
		KnownRing ring = identity.ring();
		return Arrays.asList(recovering, identity.store(), identity.legacy(), identity.fence(),
				(ring != null) ? ring.text() : null, checksum(recovering, identity));
	}

	/** The row about all: recovering, id, legacy, stamp, state, checksum. */
	static Contents contents(ResultSet row, long entries) throws SQLException {
		try {
			boolean recovering = row.getBoolean(1);
			Identity identity = Identity.of(row.getString(2), row.getBoolean(3), row.getString(4), row.getString(5));
			requireSame(row.getLong(6), checksum(recovering, identity));
			return new Contents(entries, recovering, identity);
		}
		catch (IllegalArgumentException | NullPointerException ex) {
			throw new DamagedFileException("the row of the table store is not what it was", ex);
		}
	}

	/** Makes a store with an id of a file that is from before there were any. */
	static void upgrade(Connection connection) {
		JdbcClient client = client(connection);
		if (client.sql("PRAGMA user_version").query(Integer.class).single() == VERSION) {
			return;
		}
		client.sql("BEGIN IMMEDIATE").update();
		try {
			boolean recovering = client.sql("SELECT recovering, layout, epoch, checksum FROM store")
				.query(Schema::wasRecovering)
				.single();
			client.sql("DROP TABLE store").update();
			client.sql(STORE).update();
			begin(client, recovering, Identity.made(true));
			client.sql("COMMIT").update();
		}
		catch (RuntimeException ex) {
			client.sql("ROLLBACK").update();
			throw ex;
		}
	}

	private static boolean wasRecovering(ResultSet row, int number) throws SQLException {
		boolean recovering = row.getBoolean(1);
		String layout = (row.getString(2) != null) ? row.getLong(3) + " " + row.getString(2) : "";
		requireSame(row.getLong(4), NamedHash.xxh3((recovering + " " + layout).getBytes(StandardCharsets.UTF_8)));
		return recovering;
	}

	private static void requireSame(long kept, long found) {
		if (kept != found) {
			throw new DamagedFileException("the row of the table store does not match its checksum", null);
		}
	}

	/** Of the row about all. */
	private static long checksum(boolean recovering, Identity identity) {
		return NamedHash
			.xxh3((recovering + " " + identity.words() + " " + identity.text()).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The head in a row.
	 * @throws DamagedFileException if it does not match its checksum
	 */
	static Head head(ResultSet row) throws SQLException {
		try {
			Head head = new Head(row.getString(1), row.getLong(2),
					new Version(row.getLong(3), HexFormat.fromHexDigitsToLong(row.getString(4))), row.getBoolean(5),
					row.getString(6), row.getLong(7));
			if (head.checksum() == row.getLong(8)) {
				return head;
			}
		}
		catch (IllegalArgumentException | NullPointerException ex) {
			// Values that no head has.
		}
		throw new DamagedFileException("a row of the table entry does not match its checksum", null);
	}

	/**
	 * The head in a row that was asked for by its key.
	 * @throws DamagedFileException if it is not that one, or not whole
	 */
	static Head head(ResultSet row, String key) throws SQLException {
		Head head = head(row);
		if (!head.key().equals(key)) {
			throw new DamagedFileException("its index leads from one key to another", null);
		}
		return head;
	}

	/** The entry in a row; empty if its body is not the one that was stored. */
	static Optional<Entry> entry(ResultSet row, Head head) throws SQLException {
		return Optional.ofNullable(row.getBytes(BODY)).map((body) -> new Entry(head, body)).filter(Entry::isWhole);
	}

}
