package dev.hashring.router.nodes;

import java.time.Duration;

/**
 * A moment at which to give up.
 *
 * @param nanoTime the moment, as {@link System#nanoTime()} has it
 * @param allowedNanos how long it was away when it was set
 */
public record Deadline(long nanoTime, long allowedNanos) {

	public static Deadline in(Duration duration) {
		return new Deadline(System.nanoTime() + duration.toNanos(), duration.toNanos());
	}

	/** This one, or the end of a duration that starts now, whichever comes first. */
	public Deadline orIn(Duration duration) {
		return (nanosLeft() <= duration.toNanos()) ? this : in(duration);
	}

	/** How long there is still, 0 once it has passed. */
	public long nanosLeft() {
		return Math.max(0, this.nanoTime - System.nanoTime());
	}

	/** How long it was away when it was set, for people to read. */
	public String allowed() {
		return Math.round(this.allowedNanos / 1e6) + " ms";
	}

}
