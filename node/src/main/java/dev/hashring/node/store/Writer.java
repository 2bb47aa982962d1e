package dev.hashring.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import dev.hashring.node.store.EntryStore.Contents;
import dev.hashring.node.store.EntryStore.Put;
import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes, with its statements prepared once. Transactions are in
 * SQL, since the driver's own begin the next one at the end of each.
 */
final class Writer implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Writer.class);

	private static final String FIND = "SELECT %s, body FROM entry WHERE key = ?".formatted(Schema.HEAD);

	private static final String PUT = """
			INSERT INTO entry (%s, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET position = excluded.position, counter = excluded.counter,
				writer = excluded.writer, deleted = excluded.deleted, type = excluded.type,
				body_hash = excluded.body_hash, checksum = excluded.checksum, body = excluded.body"""
		.formatted(Schema.HEAD);

	private final Connection connection;

	private final Map<String, PreparedStatement> statements = new HashMap<>();

	private volatile Contents contents;

	private Contents next;

	Writer(Connection connection) {
		this.connection = connection;
		this.contents = new Contents(0, null, false);
		this.next = this.contents;
	}

	/** As of the last commit. */
	Contents contents() {
		return this.contents;
	}

	/** Sets what was found on disk. */
	void found(Contents found) {
		this.contents = found;
		this.next = found;
	}

	void begin() throws SQLException {
		prepared("BEGIN IMMEDIATE").execute();
	}

	void commit() throws SQLException {
		prepared("COMMIT").execute();
		this.contents = this.next;
	}

	/** Undoes all since {@link #begin()}. */
	void rollback() {
		this.next = this.contents;
		// The driver closes a statement that failed.
		this.statements.values().forEach(Writer::close);
		this.statements.clear();
		try {
			prepared("ROLLBACK").execute();
		}
		catch (SQLException ex) {
			log.debug("SQLite has already rolled back", ex);
		}
	}

	void put(Entry entry, Layout layout, boolean repair) throws SQLException {
		Layout held = this.next.layout();
		if (held != null && held.differsFrom(layout)) {
			throw new OtherLayoutException(held, layout);
		}
		boolean isNew = true;
		try (ResultSet row = query(entry.head().key())) {
			if (row.next()) {
				Head old = Schema.head(row, entry.head().key());
				boolean isNewer = entry.head().version().compareTo(old.version()) > 0;
				if (!isNewer && Schema.hasWholeBody(row, old)) {
					return;
				}
				if (!isNewer && !repair) {
					throw new DamagedEntryException();
				}
				isNew = false;
			}
		}
		write(entry);
		if (held == null) {
			write(new Contents(this.next.entries(), layout, this.next.recovering()));
		}
		if (isNew) {
			this.next = new Contents(this.next.entries() + 1, this.next.layout(), this.next.recovering());
		}
	}

	Put putNext(Entry entry, Layout layout) throws SQLException {
		String key = entry.head().key();
		Head old = null;
		try (ResultSet row = query(key)) {
			if (row.next()) {
				old = Schema.head(row, key);
			}
		}
		Version version = Version.above(Optional.ofNullable(old).map(Head::version), entry.head().version().writer());
		put(entry.in(version), layout, false);
		return new Put(version, old == null || old.deleted());
	}

	private ResultSet query(String key) throws SQLException {
		PreparedStatement find = prepared(FIND);
		find.setString(1, key);
		return find.executeQuery();
	}

	private void write(Entry entry) throws SQLException {
		Head head = entry.head();
		PreparedStatement put = prepared(PUT);
		put.setString(1, head.key());
		put.setLong(2, head.position());
		put.setLong(3, head.version().counter());
		put.setString(4, HexFormat.of().toHexDigits(head.version().writer()));
		put.setBoolean(5, head.deleted());
		put.setString(6, head.type());
		put.setLong(7, head.bodyHash());
		put.setLong(8, head.checksum());
		put.setBytes(Schema.BODY, entry.body());
		put.executeUpdate();
	}

	/** Writes the row about all. */
	private void write(Contents contents) throws SQLException {
		Layout layout = contents.layout();
		PreparedStatement update = prepared("UPDATE store SET recovering = ?, layout = ?, epoch = ?, checksum = ?");
		update.setBoolean(1, contents.recovering());
		update.setString(2, (layout != null) ? layout.text() : null);
		update.setObject(3, (layout != null) ? layout.epoch() : null);
		update.setLong(4, Schema.checksum(contents.recovering(), layout));
		update.executeUpdate();
		this.next = contents;
	}

	void recovered() throws SQLException {
		write(new Contents(this.next.entries(), this.next.layout(), false));
	}

	/** Takes as much room as the largest entry does. */
	void fill() throws SQLException {
		prepared("INSERT INTO filler VALUES (zeroblob(1 << 20))").executeUpdate();
	}

	/** Gives back that room. */
	void clear() throws SQLException {
		prepared("DELETE FROM filler").executeUpdate();
	}

	private PreparedStatement prepared(String sql) throws SQLException {
		PreparedStatement statement = this.statements.get(sql);
		if (statement == null) {
			statement = this.connection.prepareStatement(sql);
			this.statements.put(sql, statement);
		}
		return statement;
	}

	private static void close(AutoCloseable closed) {
		try {
			closed.close();
		}
		catch (Exception ex) {
			log.debug("Could not be closed", ex);
		}
	}

	@Override
	public void close() {
		this.statements.values().forEach(Writer::close);
		close(this.connection);
	}

}
