package dev.hashring.node.sqlite;

import java.util.Objects;

import dev.hashring.node.entry.KnownRing;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds in all.
 *
 * @param entries how many, tombstones among them
 * @param recovering whether it took the place of a damaged one and has not got back yet
 * what that held
 * @param identity which store it is; null as long as that was not read
 */
public record Contents(long entries, boolean recovering, @Nullable Identity identity) {

	public static final Contents EMPTY = new Contents(0, false, null);

	/** The latest state of the ring that it knows; null if it knows none. */
	public @Nullable KnownRing ring() {
		return (this.identity != null) ? this.identity.ring() : null;
	}

	Contents with(KnownRing ring) {
		return new Contents(this.entries, this.recovering, Objects.requireNonNull(this.identity).with(ring));
	}

	Contents promising(long term) {
		return new Contents(this.entries, this.recovering, Objects.requireNonNull(this.identity).promising(term));
	}

	Contents withMore(int more) {
		return new Contents(this.entries + more, this.recovering, this.identity);
	}

	Contents recovered() {
		return new Contents(this.entries, false, this.identity);
	}

}
