package dev.hashring.node.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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
 * @param ring the latest state of the ring that it knows; null if it knows none
 */
public record Identity(String store, boolean legacy, @Nullable KnownRing ring) {

	/** Of a store that there never was. */
	static Identity made(boolean legacy) {
		return new Identity(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()), legacy, null);
	}

	/**
	 * Of what was kept of it.
	 * @throws IllegalArgumentException if stamp and state are not of each other
	 */
	static Identity of(String store, boolean legacy, @Nullable String stamp, @Nullable String state) {
		return new Identity(store, legacy, (stamp != null && state != null)
				? KnownRing.read(RingStamp.parse(stamp), state.getBytes(StandardCharsets.UTF_8)) : null);
	}

	Identity with(KnownRing known) {
		return new Identity(this.store, false, known);
	}

	/** All of it in words, but for the text of the state. */
	String words() {
		return this.store + " " + this.legacy + " " + ((this.ring != null) ? this.ring.stamp() : "-");
	}

	String text() {
		return (this.ring != null) ? this.ring.text() : "";
	}

}
