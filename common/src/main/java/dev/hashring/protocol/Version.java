package dev.hashring.protocol;

import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of two entries for a key is the newer one: that with the higher version. No two
 * writes ever share one, since each draws its writer at random. After Attiya, Bar-Noy and
 * Dolev, "Sharing Memory Robustly in Message-Passing Systems" (1995), for many writers as
 * in Lynch and Shvartsman (1997).
 *
 * @param counter from 1; compared first
 * @param writer random bits, compared as an unsigned number where counters are the same
 */
public record Version(long counter, long writer) implements Comparable<Version> {

	private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,17})-([0-9a-f]{16})");

	private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::counter)
		.thenComparing(Version::writer, Long::compareUnsigned);

	private static final SecureRandom RANDOM = new SecureRandom();

	public Version {
		if (counter < 1) {
			throw new IllegalArgumentException("The counter of a version starts at 1, so it can't be " + counter + ".");
		}
	}

	/** The writer of one write, shared with no other. */
	public static long newWriter() {
		return RANDOM.nextLong();
	}

	/** The version of a write, above the highest that was seen. */
	public static Version above(Optional<Version> highest, long writer) {
		return new Version(highest.map(Version::counter).orElse(0L) + 1, writer);
	}

	/**
	 * Reads what {@link #toString()} wrote.
	 * @throws IllegalArgumentException if the text is no version
	 */
	public static Version parse(String text) {
		Matcher parts = TEXT.matcher(text);
		if (!parts.matches()) {
			throw new IllegalArgumentException("'%s' is no version, such as 12-00c0ffee00c0ffee.".formatted(text));
		}
		return new Version(Long.parseLong(parts.group(1)), HexFormat.fromHexDigitsToLong(parts.group(2)));
	}

	@Override
	public int compareTo(Version other) {
		return ORDER.compare(this, other);
	}

	/**
	 * The counter, a hyphen, and the writer in 16 hex digits:
	 * {@code 12-00c0ffee00c0ffee}.
	 */
	@Override
	public String toString() {
		return this.counter + "-" + HexFormat.of().toHexDigits(this.writer);
	}

}
