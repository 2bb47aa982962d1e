package dev.hashring.router.store;

import java.util.Optional;

import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has for a key.
 *
 * @param version which of two entries is the newer one
 * @param deleted whether it is a tombstone, which says that there is nothing any more
 * @param value what was put; null for a tombstone, and where only the version was asked
 */
record Entry(Version version, boolean deleted, @Nullable Value value) {

	/**
	 * What was put for a key.
	 *
	 * @param type its content type, as it came; null if none came
	 */
	record Value(@Nullable String type, byte[] body) {
	}

	/** An entry for a value; null: a tombstone. */
	static Entry of(Version version, @Nullable Value value) {
		return new Entry(version, value == null, value);
	}

	/** Whether there is all of it. */
	boolean isWhole() {
		return this.deleted || this.value != null;
	}

	Entry withoutValue() {
		return new Entry(this.version, this.deleted, null);
	}

	/** The newer one of two, where there are two; of the same twice the whole one. */
	static Optional<Entry> newest(Optional<Entry> one, Optional<Entry> other) {
		if (one.isEmpty() || other.isEmpty()) {
			return one.isEmpty() ? other : one;
		}
		int order = one.get().version().compareTo(other.get().version());
		return (order > 0 || (order == 0 && one.get().isWhole())) ? one : other;
	}

}
