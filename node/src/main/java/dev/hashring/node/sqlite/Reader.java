package dev.hashring.node.sqlite;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Head;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.Moving;
import dev.hashring.protocol.PositionRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Reads entries by a connection of its own, one or many, by key and by position.
 */
public final class Reader implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Reader.class);

	/**
	 * The most bytes of keys in a page, one key more or less; as JSON, up to six times.
	 */
	private static final int PAGE = 128 << 10;

	// Text is compared by its bytes, and no byte of UTF-8 is FF.
	private static final String KEYS = "SELECT " + Schema.HEAD
			+ " FROM entry WHERE key %s ? AND key < CAST(? AS TEXT) ORDER BY key LIMIT ?";

	// An unsigned sum, in two halves since SQLite refuses what is not a signed number.
	private static final String DIGEST = """
			SELECT coalesce(sum(checksum >> 32), 0), coalesce(sum(checksum & 0xFFFFFFFF), 0)
			FROM entry WHERE position BETWEEN ? AND ?""";

	private static final String RANGE = "SELECT " + Schema.HEAD
			+ " FROM entry WHERE (position, key) > (?, ?) AND position <= ? ORDER BY position, key LIMIT ?";

	private static final String RANGE_FROM_START = "SELECT " + Schema.HEAD
			+ " FROM entry WHERE position BETWEEN ? AND ? ORDER BY position, key LIMIT ?";

	private static final String SUM = """
			SELECT count(*), coalesce(sum(length(body)), 0) FROM entry WHERE position BETWEEN ? AND ?""";

	private final Connection connection;

	private final JdbcClient client;

	/**
	 * Finds an entry by its key; prepared once, since that takes longer than to find it.
	 */
	private @Nullable PreparedStatement find;

	private final Map<String, Long> damaged;

	/**
	 * A reader by this connection, which it closes at its end.
	 * @param damaged keys whose bodies are known to be damaged, and their positions; it
	 * adds what it finds
	 */
	Reader(Connection connection, Map<String, Long> damaged) {
		this.connection = connection;
		this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
		this.damaged = damaged;
	}

	Contents contents() {
		long entries = this.client.sql("SELECT count(*) FROM entry").query(Long.class).single();
		return this.client.sql("SELECT recovering, id, legacy, stamp, state, checksum FROM store")
			.query((row, number) -> Schema.contents(row, entries))
			.single();
	}

	/**
	 * Reads and checks everything.
	 * @return how many entries have a damaged body
	 */
	long check() {
		String found = this.client.sql("PRAGMA integrity_check(1)").query(String.class).single();
		if (!"ok".equals(found)) {
			throw new DamagedFileException(found, null);
		}
		return this.client.sql("SELECT %s, body FROM entry".formatted(Schema.HEAD)).query((rows) -> {
			long bad = 0;
			while (rows.next()) {
				bad += isWhole(rows) ? 0 : 1;
			}
			return bad;
		});
	}

	private boolean isWhole(ResultSet row) throws SQLException {
		Head head = Schema.head(row);
		boolean isWhole = whole(row, head).isPresent();
		if (!isWhole) {
			log.warn("The entry for key={} is damaged; only another replica can repair it.",
					URLEncoder.encode(head.key(), StandardCharsets.UTF_8));
		}
		return isWhole;
	}

	/**
	 * The entry for a key.
	 * @throws DamagedEntryException if its body is not the one that was stored
	 */
	public Optional<Entry> entry(String key) {
		return find(key, (row, number) -> whole(row, Schema.head(row, key)).orElseThrow(DamagedEntryException::new));
	}

	private <T> Optional<T> find(String key, RowMapper<T> mapper) {
		try {
			PreparedStatement find = this.find;
			if (find == null) {
				find = this.connection.prepareStatement(Schema.ENTRY_BY_KEY);
				this.find = find;
			}
			find.setString(1, key);
			try (ResultSet row = find.executeQuery()) {
				return row.next() ? Optional.of(mapper.mapRow(row, 0)) : Optional.empty();
			}
		}
		catch (SQLException ex) {
			JdbcUtils.closeStatement(this.find);
			this.find = null;
			throw new UncategorizedSQLException("An entry by its key", Schema.ENTRY_BY_KEY, ex);
		}
	}

	private Optional<Entry> whole(ResultSet row, Head head) throws SQLException {
		Optional<Entry> entry = Schema.entry(row, head);
		if (entry.isEmpty()) {
			this.damaged.put(head.key(), head.position());
		}
		return entry;
	}

	/**
	 * Keys that begin with a prefix and come after another, in the order of their bytes.
	 * @param after empty: from the first
	 * @param limit the most keys of the page, which may also end earlier
	 */
	public KeyPage keys(String prefix, String after, int limit) {
		byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
		boolean isFirst = Arrays.compareUnsigned(after.getBytes(StandardCharsets.UTF_8), start) < 0;
		byte[] end = Arrays.copyOf(start, start.length + 1);
		end[start.length] = (byte) 0xFF;
		Page<KeyPage.Item> page = page(
				this.client.sql(KEYS.formatted(isFirst ? ">=" : ">")).params(isFirst ? prefix : after, end, limit + 1),
				limit, Reader::key, KeyPage.Item::key);
		return new KeyPage(page.items(), page.more());
	}

	private static KeyPage.Item key(ResultSet row, int number) throws SQLException {
		Head head = Schema.head(row);
		return new KeyPage.Item(head.key(), head.version().toString(), head.deleted());
	}

	/**
	 * The sum of the checksums of the entries there, and something more where one is
	 * known to be damaged.
	 */
	public long digest(PositionRange range) {
		long damagedThere = this.damaged.values()
			.stream()
			.filter((position) -> range.from() <= position && position <= range.to())
			.count();
		return damagedThere + this.client.sql(DIGEST)
			.params(range.from(), range.to())
			.query((row, number) -> (row.getLong(1) << 32) + row.getLong(2))
			.single();
	}

	/** Where an entry stands in a range. */
	public record Place(long position, String key) {
	}

	/**
	 * The entries there, by position and key. One that is known to be damaged has no
	 * checksum that another could have.
	 * @param after the last one of the page before; null: from the first
	 * @param limit the most entries of the page, which may also end earlier
	 */
	public PositionRange.Page range(PositionRange range, @Nullable Place after, int limit) {
		StatementSpec statement = (after == null || after.position() < range.from())
				? this.client.sql(RANGE_FROM_START).params(range.from(), range.to(), limit + 1)
				: this.client.sql(RANGE).params(after.position(), after.key(), range.to(), limit + 1);
		Page<PositionRange.Item> page = page(statement, limit, this::item, PositionRange.Item::key);
		return new PositionRange.Page(page.items(), page.more());
	}

	private PositionRange.Item item(ResultSet row, int number) throws SQLException {
		Head head = Schema.head(row);
		return new PositionRange.Item(head.position(), head.key(), head.version().toString(),
				this.damaged.containsKey(head.key()) ? "damaged" : HexFormat.of().toHexDigits(head.checksum()));
	}

	/**
	 * The entries for these keys that are there and whole, in the same order: as many as
	 * a page takes, and at least one.
	 */
	public EntryPage entries(List<String> keys) {
		List<EntryPage.Item> items = new ArrayList<>();
		int bytes = 0;
		for (String key : keys) {
			Optional<Entry> found = find(key, (row, number) -> whole(row, Schema.head(row, key)))
				.flatMap((entry) -> entry);
			bytes += found.map((entry) -> entry.body().length).orElse(0);
			if (bytes > EntryPage.BYTES && !items.isEmpty()) {
				break;
			}
			found.map(Entry::item).ifPresent(items::add);
		}
		return new EntryPage(items);
	}

	/**
	 * How many entries are for keys of a kind, and how large their bodies are.
	 */
	public Moving sum(Predicate<String> keys) {
		return this.client.sql("SELECT key, length(body) FROM entry").query((rows) -> {
			long count = 0;
			long bytes = 0;
			while (rows.next()) {
				if (keys.test(rows.getString(1))) {
					count++;
					bytes += rows.getLong(2);
				}
			}
			return new Moving(count, bytes);
		});
	}

	/** How many entries are there, and how large their bodies are. */
	public Moving sum(List<PositionRange> ranges) {
		return ranges.stream()
			.map((range) -> this.client.sql(SUM)
				.params(range.from(), range.to())
				.query((row, number) -> new Moving(row.getLong(1), row.getLong(2)))
				.single())
			.reduce(Moving.NONE, Moving::plus);
	}

	private record Page<T>(List<T> items, boolean more) {
	}

	/** A page of a statement that finds one row more than the limit, if there is one. */
	private static <T> Page<T> page(StatementSpec statement, int limit, RowMapper<T> mapper, Function<T, String> key) {
		return statement.query((rows) -> {
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
		});
	}

	@Override
	public void close() {
		JdbcUtils.closeStatement(this.find);
		JdbcUtils.closeConnection(this.connection);
	}

}
