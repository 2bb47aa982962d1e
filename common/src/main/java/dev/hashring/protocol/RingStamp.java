package dev.hashring.protocol;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.hashring.hash.NamedHash;

/**
 * Which state of the ring a call to a store goes by, and the highest one that a store has
 * seen: its fence. States are ordered by term, then by epoch; of the same of both there
 * is one state alone.
 *
 * @param term grows by one when a router begins without the log of those before it
 * @param epoch the epoch from which on entries lie as they do
 * @param identity tells two states of the same term and epoch apart, 16 hex digits
 */
public record RingStamp(long term, long epoch, String identity) implements Comparable<RingStamp> {

	private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})\\.([0-9a-f]{16})");

	private static final Comparator<RingStamp> ORDER = Comparator.comparingLong(RingStamp::term)
		.thenComparingLong(RingStamp::epoch);

	/**
	 * Reads what {@link #toString()} wrote.
	 * @throws IllegalArgumentException if the text is no stamp
	 */
	public static RingStamp parse(String text) {
		Matcher parts = TEXT.matcher(text);
		if (!parts.matches()) {
			throw new IllegalArgumentException("'%s' is no stamp, such as 0.12.00c0ffee00c0ffee.".formatted(text));
		}
		return new RingStamp(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), parts.group(3));
	}

	/** The identity of a state: a hash of its JSON, as stores get it. */
	public static String identity(byte[] json) {
		return HexFormat.of().toHexDigits(NamedHash.xxh3(json));
	}

	/** Compares term and epoch; two states that fork are equal to this. */
	@Override
	public int compareTo(RingStamp other) {
		return ORDER.compare(this, other);
	}

	/** Term, epoch and identity, with points: {@code 0.12.00c0ffee00c0ffee}. */
	@Override
	public String toString() {
		return this.term + "." + this.epoch + "." + this.identity;
	}

}
