package dev.hashring.node.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Head;
import dev.hashring.node.entry.Layout;
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
			// Ranges and their digests are read from this alone.
			"CREATE INDEX entry_position ON entry (position, key, checksum)",
			// One row about all of it.
			"""
					CREATE TABLE store (
						recovering INTEGER NOT NULL,
						layout TEXT,
						epoch INTEGER,
						checksum INTEGER NOT NULL
					)""",
			// Empty but for the moment in which a full disk is tried again.
			"CREATE TABLE filler (filler BLOB NOT NULL)" };

	private Schema() {
	}

	static void create(Connection connection, boolean recovering) {
		JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
		for (String table : TABLES) {
			client.sql(table).update();
		}
		client.sql("INSERT INTO store (recovering, checksum) VALUES (?, ?)")
			.params(recovering, checksum(recovering, null))
			.update();
	}

	/** Of the row about all. */
	static long checksum(boolean recovering, @Nullable Layout layout) {
		return Head.hash((recovering + " " + ((layout != null) ? layout.epoch() + " " + layout.text() : ""))
			.getBytes(StandardCharsets.UTF_8));
	}

	/** The row about all: recovering, layout, epoch, checksum. */
	static Contents contents(ResultSet row, long entries) throws SQLException {
		boolean recovering = row.getBoolean(1);
		String text = row.getString(2);
		Layout layout = (text != null) ? new Layout(text, row.getLong(3)) : null;
		if (row.getLong(4) != checksum(recovering, layout)) {
			throw new DamagedFileException("the row of the table store does not match its checksum", null);
		}
		return new Contents(entries, layout, recovering);
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
