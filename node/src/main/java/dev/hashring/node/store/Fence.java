package dev.hashring.node.store;

import dev.hashring.protocol.RingStamp;
import org.jspecify.annotations.Nullable;

/**
 * The latest state of the ring that a store knows, and which calls that lets through.
 *
 * @param stamp of the state; null if the store knows none
 * @param promised the term below which it refuses all calls
 */
public record Fence(@Nullable RingStamp stamp, long promised) {

	/** Of a store that knows no state. */
	public static final Fence NONE = new Fence(null, 0);

	/**
	 * What becomes of a call.
	 */
	public enum Verdict {

		/** It is served. */
		SERVE,

		/** It goes by an earlier state, or by one that was never agreed on. */
		STALE,

		/** It goes by a later state, which the store has to be told before. */
		SEND_STATE

	}

	/**
	 * Whether a call is served.
	 * @param asked the state that it goes by
	 * @param isRead whether it reads for a client, which needs no later state to be told
	 */
	public Verdict check(RingStamp asked, boolean isRead) {
		if (asked.term() < this.promised) {
			return Verdict.STALE;
		}
		if (this.stamp != null && this.stamp.compareTo(asked) >= 0) {
			return this.stamp.equals(asked) ? Verdict.SERVE : Verdict.STALE;
		}
		return isRead ? Verdict.SERVE : Verdict.SEND_STATE;
	}

}
