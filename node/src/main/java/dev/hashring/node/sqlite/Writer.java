package dev.hashring.node.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Head;
import dev.hashring.node.entry.Layout;
import dev.hashring.node.sqlite.Database.Put;
import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes, with its statements prepared once. Transactions are in
 * SQL, since the driver's own begin the next one at the end of each.
 */
final class Writer implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Writer.class);

	private static final String PUT = """
			INSERT INTO entry (%s, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET position = excluded.position, counter = excluded.counter,
				writer = excluded.writer, deleted = excluded.deleted, type = excluded.type,
				body_hash = excluded.body_hash, checksum = excluded.checksum, body = excluded.body"""
		.formatted(Schema.HEAD);

	private final Connection connection;

	private final Map<String, PreparedStatement> statements = new HashMap<>();

	private volatile Contents contents = Contents.EMPTY;

	private Contents next = Contents.EMPTY;

	Writer(Connection connection) {
		this.connection = connection;
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

	/**
	 * Keeps an entry unless there is one of a version at least as high.
	 * @return whether it is kept
	 */
	boolean put(Entry entry, Layout layout, boolean repair) throws SQLException {
		this.next.refuseOther(layout);
		boolean isNew;
		try (ResultSet row = query(entry.head().key())) {
			isNew = !row.next();
			if (!isNew && !givesWay(row, entry.head(), repair)) {
				return false;
			}
		}
		write(entry, layout, isNew);
		return true;
	}

	/** Whether the entry in a row is to be replaced. */
	private static boolean givesWay(ResultSet row, Head next, boolean repair) throws SQLException {
		Head old = Schema.head(row, next.key());
		if (next.version().compareTo(old.version()) > 0) {
			return true;
		}
		if (Schema.entry(row, old).isPresent()) {
			return false;
		}
		if (!repair) {
			throw new DamagedEntryException();
		}
		return true;
	}

	/** Keeps an entry in a version above that of what is there. */
	Put putNext(Entry entry, Layout layout) throws SQLException {
		this.next.refuseOther(layout);
		String key = entry.head().key();
		Optional<Head> old;
		try (ResultSet row = query(key)) {
			old = row.next() ? Optional.of(Schema.head(row, key)) : Optional.empty();
		}
		Version version = Version.above(old.map(Head::version), entry.head().version().writer());
		write(entry.in(version), layout, old.isEmpty());
		return new Put(version, old.map(Head::deleted).orElse(true));
	}

	private ResultSet query(String key) throws SQLException {
		PreparedStatement find = prepared(Schema.ENTRY_BY_KEY);
		find.setString(1, key);
		return find.executeQuery();
	}

	private void write(Entry entry, Layout layout, boolean isNew) throws SQLException {
		write(entry);
		if (this.next.layout() == null) {
			write(this.next.withLayout(layout));
		}
		if (isNew) {
			this.next = this.next.withOneMore();
		}
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

	Contents recovered() throws SQLException {
		write(this.next.recovered());
		return this.next;
	}

	/** Takes as much room as the largest entry does. */
	int fill() throws SQLException {
		return prepared("INSERT INTO filler VALUES (zeroblob(" + EntryLimits.VALUE + "))").executeUpdate();
	}

	/** Gives back that room. */
	int clear() throws SQLException {
		return prepared("DELETE FROM filler").executeUpdate();
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
