package dev.hashring.protocol;

import java.util.List;
import java.util.stream.Stream;

/**
 * Positions of the ring that follow each other.
 *
 * @param from the first
 * @param to the last, not below the first
 */
public record PositionRange(long from, long to) {

	/** The most ranges that are asked for at once. */
	public static final int MOST = 1_000;

	/**
	 * The positions of an arc, in one range or in two.
	 * @param before the position before the first
	 * @param to the last; where both are the same it is the whole ring
	 * @param size of the ring
	 */
	public static List<PositionRange> ofArc(long before, long to, long size) {
		return (before < to) ? List.of(new PositionRange(before + 1, to))
				: Stream.of(new PositionRange(0, to), new PositionRange(before + 1, size - 1))
					.filter((range) -> range.from() <= range.to())
					.toList();
	}

	/** Ranges to compare: the body of {@code POST /store/digests}. */
	public record Query(List<PositionRange> ranges) {
	}

	/**
	 * What a store holds in each of these ranges, in the same order: the sum of its
	 * entries' checksums, as 16 hex digits. Stores that hold the same give the same.
	 */
	public record Digests(List<String> digests) {
	}

	/**
	 * The entries of one range, by rising position and, at one, in the order of their
	 * keys' bytes in UTF-8.
	 *
	 * @param more whether others follow
	 */
	public record Page(List<Item> entries, boolean more) {
	}

	/**
	 * An entry.
	 *
	 * @param version as {@link Version} writes it
	 * @param checksum of all of it, as 16 hex digits
	 */
	public record Item(long position, String key, String version, String checksum) {
	}

}
