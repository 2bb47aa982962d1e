package dev.hashring.history;

import org.jspecify.annotations.Nullable;

/**
 * An operation on a key as its caller saw it. Times are in nanoseconds of one clock.
 *
 * @param value what it wrote or read; null: nothing is there, so it is for each
 * {@link Kind#DELETE}
 * @param start when it was called
 * @param end when its answer came; null: its outcome is unknown. An open write may take
 * effect at any time from its start on, or never; an open read says nothing.
 */
public record Operation(String key, Kind kind, @Nullable String value, long start, @Nullable Long end) {

	private static final double NANOS_PER_MILLI = 1_000_000;

	/** What an operation does. */
	public enum Kind {

		PUT, DELETE, GET

	}

	public Operation {
		if ((kind == Kind.PUT && value == null) || (kind == Kind.DELETE && value != null)) {
			throw new IllegalArgumentException("A %s of %s is none.".formatted(kind, value));
		}
		if (end != null && end < start) {
			throw new IllegalArgumentException("An operation that starts at %d can't end at %d.".formatted(start, end));
		}
	}

	public boolean isOpen() {
		return this.end == null;
	}

	public boolean isRead() {
		return this.kind == Kind.GET;
	}

	/** The same operation, answered at another time; null: its outcome is unknown. */
	Operation endingAt(@Nullable Long end) {
		return new Operation(this.key, this.kind, this.value, this.start, end);
	}

	/** What was known of it at some time, at which it had started. */
	Operation asOf(long time) {
		return (this.end != null && this.end > time) ? endingAt(null) : this;
	}

	@Override
	public String toString() {
		String what = switch (this.kind) {
			case PUT -> "PUT %s = %s".formatted(this.key, this.value);
			case DELETE -> "DELETE %s".formatted(this.key);
			case GET -> "GET %s found %s".formatted(this.key, (this.value != null) ? this.value : "nothing");
		};
		return (this.end != null)
				? "%s, %.3f to %.3f ms".formatted(what, this.start / NANOS_PER_MILLI, this.end / NANOS_PER_MILLI)
				: "%s, from %.3f ms, outcome unknown".formatted(what, this.start / NANOS_PER_MILLI);
	}

}
