package dev.hashring.node.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import dev.hashring.node.entry.KnownRing;
import dev.hashring.protocol.RingStamp;
import org.jspecify.annotations.Nullable;

/**
 * Which store this is, and the latest state of the ring that it knows: what it keeps when
 * it loses its entries.
 *
 * @param store its id, 16 hex digits
 * @param legacy whether its file is from before stores had ids, and it knows no state yet
 * @param promised the term below which it refuses all calls
 * @param ring the latest state of the ring that it knows; null if it knows none
 */
public record Identity(String store, boolean legacy, long promised, @Nullable KnownRing ring) {

	private static final String NO_STAMP = "-";

	/** Of a store that there never was. */
	static Identity made(boolean legacy) {
		return new Identity(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()), legacy, 0, null);
	}

	/**
	 * Of what was kept of it.
	 * @param fence as {@link #fence()} says it; null: none
	 * @throws IllegalArgumentException if fence and state are not of each other
	 */
	static Identity of(String store, boolean legacy, @Nullable String fence, @Nullable String state) {
		String[] parts = (fence != null) ? fence.split("/", 2) : new String[] { NO_STAMP };
		KnownRing ring = parts[0].equals(NO_STAMP) ? null : KnownRing.read(RingStamp.parse(parts[0]),
				Objects.requireNonNull(state).getBytes(StandardCharsets.UTF_8));
		return new Identity(store, legacy, (parts.length > 1) ? Long.parseLong(parts[1]) : term(ring), ring);
	}

	private static long term(@Nullable KnownRing ring) {
		return (ring != null) ? ring.stamp().term() : 0;
	}

	Identity with(KnownRing known) {
		return new Identity(this.store, false, Math.max(this.promised, term(known)), known);
	}

	Identity promising(long term) {
		return new Identity(this.store, this.legacy, term, this.ring);
	}

	/** All of it in words, but for the text of the state. */
	String words() {
		return this.store + " " + this.legacy + " " + fence();
	}

	/** The stamp of the state and, if it has promised a later term, a slash and that. */
	public String fence() {
		String stamp = (this.ring != null) ? this.ring.stamp().toString() : NO_STAMP;
		return (this.promised > term(this.ring)) ? stamp + "/" + this.promised : stamp;
	}

	String text() {
		return (this.ring != null) ? this.ring.text() : "";
	}

}
