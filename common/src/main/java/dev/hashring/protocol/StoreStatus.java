package dev.hashring.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What the store of a node says of itself.
 *
 * @param reason why it is so, to follow the node's name; null if it is ready
 * @param entries how many entries it holds, tombstones among them
 * @param store the id of the store, made with its file; null if it has none
 * @param stamp the latest state of the ring that it knows, as {@link RingStamp} writes
 * it; null if it knows none
 * @param term the term below which it refuses all calls
 * @param legacy whether its file is from before stores had ids, and has had no state yet
 */
public record StoreStatus(State state, @Nullable String reason, long entries, @Nullable String store,
		@Nullable String stamp, long term, boolean legacy) {

	/** What a store can do. */
	public enum State {

		/** All that it is for. */
		READY,

		/** It keeps nothing, since it has no folder. */
		NONE,

		/** It reads and does not write: its disk is full, or fails. */
		READ_ONLY,

		/** Its file is damaged: what it does not find may have been there. */
		DAMAGED,

		/**
		 * Its file is new in place of a damaged one: it does not read yet, and writes
		 * only what brings its version.
		 */
		RECOVERING

	}

}
