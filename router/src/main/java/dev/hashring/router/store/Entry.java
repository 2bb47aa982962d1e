package dev.hashring.router.store;

import java.util.Optional;

import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has for a key.
 *
 * @param version which of two entries is the newer one
 * @param value what was put; null for a tombstone, which says that it was deleted
 */
record Entry(Version version, @Nullable Value value) {

	/**
	 * What was put for a key.
	 *
	 * @param type its content type, as it came; null if none came
	 */
	record Value(@Nullable String type, byte[] body) {
	}

	/** The newer one of two, where there are two. */
	static Optional<Entry> newest(Optional<Entry> one, Optional<Entry> other) {
		boolean isNewer = one.isEmpty()
				|| (other.isPresent() && other.get().version().compareTo(one.get().version()) > 0);
		return isNewer ? other : one;
	}

}
