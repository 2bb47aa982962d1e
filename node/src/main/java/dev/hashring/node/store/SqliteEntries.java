package dev.hashring.node.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Entries in an SQLite file. What was put is found by every call that begins later.
 */
final class SqliteEntries implements EntryStore {

	private static final Logger log = LoggerFactory.getLogger(SqliteEntries.class);

	/**
	 * The most bytes of keys in a page, one key more or less; as JSON, up to six times.
	 */
	private static final int PAGE = 128 << 10;

	private static final String BY_KEY = "SELECT %s%s FROM entry WHERE key = ?";

	private static final String ENTRY = BY_KEY.formatted(Schema.HEAD, ", body");

	private static final String HEAD = BY_KEY.formatted(Schema.HEAD, "");

	// Text is compared by its bytes, and no byte of UTF-8 is FF.
	private static final String KEYS = "SELECT " + Schema.HEAD
			+ " FROM entry WHERE key %s ? AND key < CAST(? AS TEXT) ORDER BY key LIMIT ?";

	// An unsigned sum, in two halves since SQLite refuses what is not a signed number.
	private static final String DIGEST = """
			SELECT coalesce(sum(checksum >> 32), 0), coalesce(sum(checksum & 0xFFFFFFFF), 0)
			FROM entry WHERE position BETWEEN ? AND ?""";

	private static final String RANGE = """
			SELECT position, key, checksum FROM entry
			WHERE (position, key) > (?, ?) AND position <= ? ORDER BY position, key LIMIT ?""";

	private static final String RANGE_FROM_START = """
			SELECT position, key, checksum FROM entry
			WHERE position BETWEEN ? AND ? ORDER BY position, key LIMIT ?""";

	private final Writer writer;

	private final GroupCommit changes;

	private final Readers readers;

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
			client.sql("SELECT %s, body FROM entry".formatted(Schema.HEAD))
				.query((RowCallbackHandler) SqliteEntries::check);
			return found;
		});
	}

	private static void check(ResultSet row) throws SQLException {
		Head head = Schema.head(row);
		if (!Schema.hasWholeBody(row, head)) {
			log.warn("The entry for key={} is damaged; only another replica can repair it.",
					URLEncoder.encode(head.key(), StandardCharsets.UTF_8));
		}
	}

	@Override
	public Optional<Entry> entry(String key) {
		return one(ENTRY, key, (row, number) -> Schema.entry(row, Schema.head(row, key)));
	}

	@Override
	public Optional<Head> head(String key) {
		return one(HEAD, key, (row, number) -> Schema.head(row, key));
	}

	private <T> Optional<T> one(String sql, String key, RowMapper<T> mapper) {
		return this.readers.use((client) -> client.sql(sql).param(key).query(mapper).optional());
	}

	@Override
	public void put(Entry entry, Layout layout, boolean repair) {
		this.changes.make((writer) -> writer.put(entry, layout, repair), entry.body().length);
	}

	@Override
	public Put putNext(Entry entry, Layout layout) {
		AtomicReference<@Nullable Put> put = new AtomicReference<>();
		this.changes.make((writer) -> put.set(writer.putNext(entry, layout)), entry.body().length);
		return Objects.requireNonNull(put.get());
	}

	@Override
	public KeyPage keys(String prefix, String after, int limit) {
		byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
		boolean isFirst = Arrays.compareUnsigned(after.getBytes(StandardCharsets.UTF_8), start) < 0;
		byte[] end = Arrays.copyOf(start, start.length + 1);
		end[start.length] = (byte) 0xFF;
		Page<KeyPage.Item> page = page(limit, SqliteEntries::key, KeyPage.Item::key,
				(client) -> client.sql(KEYS.formatted(isFirst ? ">=" : ">"))
					.params(isFirst ? prefix : after, end, limit + 1));
		return new KeyPage(page.items(), page.more());
	}

	private static KeyPage.Item key(ResultSet row, int number) throws SQLException {
		Head head = Schema.head(row);
		return new KeyPage.Item(head.key(), head.version().toString(), head.deleted());
	}

	@Override
	public long digest(PositionRange range) {
		return this.readers.use((client) -> client.sql(DIGEST)
			.params(range.from(), range.to())
			.query((row, number) -> (row.getLong(1) << 32) + row.getLong(2))
			.single());
	}

	@Override
	public PositionRange.Page range(PositionRange range, @Nullable Place after, int limit) {
		Page<PositionRange.Item> page = page(limit, SqliteEntries::item, PositionRange.Item::key,
				(client) -> (after == null || after.position() < range.from())
						? client.sql(RANGE_FROM_START).params(range.from(), range.to(), limit + 1)
						: client.sql(RANGE).params(after.position(), after.key(), range.to(), limit + 1));
		return new PositionRange.Page(page.items(), page.more());
	}

	private static PositionRange.Item item(ResultSet row, int number) throws SQLException {
		return new PositionRange.Item(row.getLong(1), row.getString(2), HexFormat.of().toHexDigits(row.getLong(3)));
	}

	private record Page<T>(List<T> items, boolean more) {
	}

	/** A page of a statement that finds one row more than the limit, if there is one. */
	private <T> Page<T> page(int limit, RowMapper<T> mapper, Function<T, String> key,
			Function<JdbcClient, StatementSpec> statement) {
		return this.readers.use((client) -> statement.apply(client).query((rows) -> {
			List<T> items = new ArrayList<>();
			int bytes = 0;
			while (rows.next()) {
				if (items.size() == limit || bytes >= PAGE) {
					return new Page<>(items, true);
				}
				T item = Objects.requireNonNull(mapper.mapRow(rows, items.size()));
				items.add(item);
				bytes += key.apply(item).getBytes(StandardCharsets.UTF_8).length;
			}
			return new Page<>(items, false);
		}));
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
