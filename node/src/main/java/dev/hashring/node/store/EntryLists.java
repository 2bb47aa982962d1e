package dev.hashring.node.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.hashring.node.store.EntryStore.Place;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Lists the entries of an SQLite file, by key and by position.
 */
final class EntryLists {

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

	private static final String RANGE = """
			SELECT position, key, checksum FROM entry
			WHERE (position, key) > (?, ?) AND position <= ? ORDER BY position, key LIMIT ?""";

	private static final String RANGE_FROM_START = """
			SELECT position, key, checksum FROM entry
			WHERE position BETWEEN ? AND ? ORDER BY position, key LIMIT ?""";

	private final Readers readers;

	EntryLists(Readers readers) {
		this.readers = readers;
	}

	KeyPage keys(String prefix, String after, int limit) {
		byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
		boolean isFirst = Arrays.compareUnsigned(after.getBytes(StandardCharsets.UTF_8), start) < 0;
		byte[] end = Arrays.copyOf(start, start.length + 1);
		end[start.length] = (byte) 0xFF;
		Page<KeyPage.Item> page = page(limit, EntryLists::key, KeyPage.Item::key,
				(client) -> client.sql(KEYS.formatted(isFirst ? ">=" : ">"))
					.params(isFirst ? prefix : after, end, limit + 1));
		return new KeyPage(page.items(), page.more());
	}

	private static KeyPage.Item key(ResultSet row, int number) throws SQLException {
		Head head = Schema.head(row);
		return new KeyPage.Item(head.key(), head.version().toString(), head.deleted());
	}

	long digest(PositionRange range) {
		return this.readers.use((client) -> client.sql(DIGEST)
			.params(range.from(), range.to())
			.query((row, number) -> (row.getLong(1) << 32) + row.getLong(2))
			.single());
	}

	PositionRange.Page range(PositionRange range, @Nullable Place after, int limit) {
		Page<PositionRange.Item> page = page(limit, EntryLists::item, PositionRange.Item::key,
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

}
