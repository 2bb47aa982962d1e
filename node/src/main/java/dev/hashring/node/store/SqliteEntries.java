package dev.hashring.node.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Entries in an SQLite file. What was put is found by every call that begins later.
 */
final class SqliteEntries implements EntryStore {

	private static final Logger log = LoggerFactory.getLogger(SqliteEntries.class);

	private final Writer writer;

	private final GroupCommit changes;

	private final Readers readers;

	private final EntryLists lists;

	/** Keys whose bodies are known to be damaged, and their positions: others differ. */
	private final Map<String, Long> damaged = new ConcurrentHashMap<>();

	/**
	 * Opens a file that is there.
	 * @throws DamagedFileException if it is none of SQLite's
	 * @throws WriteFailedException if it can't be written
	 */
	SqliteEntries(StoreFile file) {
		Writer opened = null;
		try {
			opened = new Writer(file.writer());
			this.readers = new Readers(file);
		}
		catch (SQLException ex) {
			if (opened != null) {
				opened.close();
			}
			throw Failures.writing(ex);
		}
		this.writer = opened;
		this.changes = new GroupCommit(opened);
		this.lists = new EntryLists(this.readers);
	}

	@Override
	public Contents contents() {
		return this.writer.contents();
	}

	@Override
	public void check() {
		this.readers.use((client) -> {
			long entries = client.sql("SELECT count(*) FROM entry").query(Long.class).single();
			this.writer.found(client.sql("SELECT recovering, layout, epoch, checksum FROM store")
				.query((row, number) -> Schema.contents(row, entries))
				.single());
			String found = client.sql("PRAGMA integrity_check(1)").query(String.class).single();
			if (!"ok".equals(found)) {
				throw new DamagedFileException(found, null);
			}
			client.sql("SELECT %s, body FROM entry".formatted(Schema.HEAD)).query((RowCallbackHandler) this::check);
			return found;
		});
	}

	private void check(ResultSet row) throws SQLException {
		Head head = Schema.head(row);
		if (whole(row, head).isEmpty()) {
			log.warn("The entry for key={} is damaged; only another replica can repair it.",
					URLEncoder.encode(head.key(), StandardCharsets.UTF_8));
		}
	}

	@Override
	public Optional<Entry> entry(String key) {
		return this.readers.use((client) -> client.sql(Schema.ENTRY_BY_KEY)
			.param(key)
			.query((row, number) -> whole(row, Schema.head(row, key)).orElseThrow(DamagedEntryException::new))
			.optional());
	}

	private Optional<Entry> whole(ResultSet row, Head head) throws SQLException {
		Optional<Entry> entry = Schema.entry(row, head);
		if (entry.isEmpty()) {
			this.damaged.put(head.key(), head.position());
		}
		return entry;
	}

	@Override
	public void put(Entry entry, Layout layout, boolean repair) {
		this.changes.make((writer) -> writer.put(entry, layout, repair), entry.body().length);
		this.damaged.remove(entry.head().key());
	}

	@Override
	public Put putNext(Entry entry, Layout layout) {
		AtomicReference<@Nullable Put> put = new AtomicReference<>();
		this.changes.make((writer) -> put.set(writer.putNext(entry, layout)), entry.body().length);
		this.damaged.remove(entry.head().key());
		return Objects.requireNonNull(put.get());
	}

	@Override
	public KeyPage keys(String prefix, String after, int limit) {
		return this.lists.keys(prefix, after, limit);
	}

	@Override
	public long digest(PositionRange range) {
		long damagedThere = this.damaged.values()
			.stream()
			.filter((position) -> range.from() <= position && position <= range.to())
			.count();
		return this.lists.digest(range) + damagedThere;
	}

	@Override
	public PositionRange.Page range(PositionRange range, @Nullable Place after, int limit) {
		PositionRange.Page page = this.lists.range(range, after, limit);
		return new PositionRange.Page(page.entries().stream().map(this::marked).toList(), page.more());
	}

	private PositionRange.Item marked(PositionRange.Item item) {
		return this.damaged.containsKey(item.key()) ? new PositionRange.Item(item.position(), item.key(), "damaged")
				: item;
	}

	@Override
	public void recovered() {
		this.changes.make(Writer::recovered, 0);
	}

	@Override
	public void tryToWrite() {
		// What is written and taken away in one transaction never reaches the disk.
		this.changes.make(Writer::fill, 0);
		this.changes.make(Writer::clear, 0);
	}

	@Override
	public void close() {
		this.changes.close();
		this.readers.close();
		this.writer.close();
	}

}
