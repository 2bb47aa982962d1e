package dev.hashring.router.kv.replication;

import java.util.Optional;

import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;

/**
 * The entry that a replica has for a key, with its version.
 *
 * @param version which of two entries is the newer one
 * @param deleted whether it is a tombstone, which says that there is nothing any more
 * @param value what was put; null for a tombstone, and where only the version was asked
 */
public record Versioned(Version version, boolean deleted, @Nullable Value value) {

	/**
	 * What was put for a key.
	 *
	 * @param type its content type, as it came; null if none came
	 */
	public record Value(@Nullable String type, byte[] body) {
	}

	/** An entry for a value; null: a tombstone. */
	public static Versioned of(Version version, @Nullable Value value) {
		return new Versioned(version, value == null, value);
	}

	/** Whether there is all of it. */
	public boolean isWhole() {
		return this.deleted || this.value != null;
	}

	public Versioned withoutValue() {
		return new Versioned(this.version, this.deleted, null);
	}

	/** The newer one of two, where there are two; of the same twice the whole one. */
	static Optional<Versioned> newest(Optional<Versioned> one, Optional<Versioned> other) {
		if (one.isEmpty() || other.isEmpty()) {
			return one.isEmpty() ? other : one;
		}
		int order = one.get().version().compareTo(other.get().version());
		return (order > 0 || (order == 0 && one.get().isWhole())) ? one : other;
	}

}
