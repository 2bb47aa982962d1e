package dev.hashring.node.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Head;
import dev.hashring.node.entry.KnownRing;
import dev.hashring.node.sqlite.Database.Put;
import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.RingDescription.Keepers;
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

	private static final String HEADS = "SELECT %s FROM entry WHERE key > ? ORDER BY key LIMIT 1000"
		.formatted(Schema.HEAD);

	private final Connection connection;

	private final IdFile id;

	private final Map<String, PreparedStatement> statements = new HashMap<>();

	private volatile Contents contents = Contents.EMPTY;

	private Contents next = Contents.EMPTY;

	private volatile Contents announced = Contents.EMPTY;

	Writer(Connection connection, IdFile id) {
		this.connection = connection;
		this.id = id;
	}

	/** As of the last commit. */
	Contents contents() {
		return this.contents;
	}

	/**
	 * The same, or with a state of the ring that may be on disk in a moment. What was
	 * read before a look at this is from before any later state.
	 */
	Contents announced() {
		return this.announced;
	}

	/** As of this transaction. */
	Contents next() {
		return this.next;
	}

	/** Sets what was found on disk. */
	void found(Contents found) throws IOException {
		this.contents = found;
		this.next = found;
		this.announced = found;
		Identity identity = Objects.requireNonNull(found.identity());
		if (!this.id.holds(identity)) {
			this.id.keep(identity);
		}
	}

	void begin() throws SQLException {
		prepared("BEGIN IMMEDIATE").execute();
	}

	void commit() throws SQLException {
		prepared("COMMIT").execute();
		this.contents = this.next;
		this.announced = this.next;
	}

	/** Undoes all since {@link #begin()}. */
	void rollback() {
		this.next = this.contents;
		this.announced = this.contents;
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
	boolean put(Entry entry, boolean repair) throws SQLException {
		boolean isNew;
		try (ResultSet row = query(entry.head().key())) {
			isNew = !row.next();
			if (!isNew && !givesWay(row, entry.head(), repair)) {
				return false;
			}
		}
		write(entry, isNew);
		return true;
	}

	/**
	 * Keeps an entry unless there is one of a higher version, or a whole one of the same.
	 * @return whether it is kept
	 */
	boolean bring(Entry entry) throws SQLException {
		boolean isNew;
		try (ResultSet row = query(entry.head().key())) {
			isNew = !row.next();
			if (!isNew) {
				Head old = Schema.head(row, entry.head().key());
				int order = entry.head().version().compareTo(old.version());
				if (order < 0 || order == 0 && Schema.entry(row, old).isPresent()) {
					return false;
				}
			}
		}
		write(entry, isNew);
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
	Put putNext(Entry entry) throws SQLException {
		String key = entry.head().key();
		Optional<Head> old;
		try (ResultSet row = query(key)) {
			old = row.next() ? Optional.of(Schema.head(row, key)) : Optional.empty();
		}
		Version version = Version.above(old.map(Head::version), entry.head().version().writer());
		write(entry.in(version), old.isEmpty());
		return new Put(version, old.map(Head::deleted).orElse(true));
	}

	private ResultSet query(String key) throws SQLException {
		PreparedStatement find = prepared(Schema.ENTRY_BY_KEY);
		find.setString(1, key);
		return find.executeQuery();
	}

	private void write(Entry entry, boolean isNew) throws SQLException {
		write(entry);
		if (isNew) {
			this.next = this.next.withMore(1);
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

	/** Deletes the entries for these keys. */
	int delete(List<String> keys) throws SQLException {
		PreparedStatement delete = prepared("DELETE FROM entry WHERE key = ?");
		int deleted = 0;
		for (String key : keys) {
			delete.setString(1, key);
			deleted += delete.executeUpdate();
		}
		this.next = this.next.withMore(-deleted);
		return deleted;
	}

	/**
	 * Knows a state of the ring from now on. Its entries lie where that wants them.
	 * @return whether they lie elsewhere than before
	 */
	boolean know(KnownRing ring) throws SQLException {
		KnownRing before = this.next.ring();
		boolean elsewhere = (before != null) ? !ring.now().keysLieAsOn(before.now()) : this.next.entries() > 0;
		if (elsewhere) {
			place(ring.now());
		}
		become(this.next.with(ring));
		return elsewhere;
	}

	/** Refuses calls by earlier terms from now on. */
	Contents promise(long term) throws SQLException {
		become(this.next.promising(term));
		return this.next;
	}

	private void become(Contents contents) throws SQLException {
		write(contents);
		try {
			this.id.keep(Objects.requireNonNull(contents.identity()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.announced = contents;
	}

	private void place(Keepers ring) throws SQLException {
		for (List<Head> heads = heads(""); !heads.isEmpty(); heads = heads(heads.get(heads.size() - 1).key())) {
			PreparedStatement place = prepared("UPDATE entry SET position = ?, checksum = ? WHERE key = ?");
			for (Head head : heads) {
				Head placed = head.at(ring.position(head.key()));
				place.setLong(1, placed.position());
				place.setLong(2, placed.checksum());
				place.setString(3, placed.key());
				place.executeUpdate();
			}
		}
	}

	private List<Head> heads(String after) throws SQLException {
		PreparedStatement find = prepared(HEADS);
		find.setString(1, after);
		List<Head> heads = new ArrayList<>();
		try (ResultSet rows = find.executeQuery()) {
			while (rows.next()) {
				heads.add(Schema.head(rows));
			}
		}
		return heads;
	}

	/** Writes the row about all. */
	private void write(Contents contents) throws SQLException {
		PreparedStatement update = prepared(
				"UPDATE store SET recovering = ?, id = ?, legacy = ?, stamp = ?, state = ?, checksum = ?");
		int column = 1;
		for (Object value : Schema.row(contents.recovering(), Objects.requireNonNull(contents.identity()))) {
			update.setObject(column++, value);
		}
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
