package dev.hashring.router.routing;

import java.time.Duration;

/**
 * A moment at which to give up.
 *
 * @param nanoTime the moment, as {@link System#nanoTime()} has it
 */
record Deadline(long nanoTime) {

	static Deadline in(Duration duration) {
		return new Deadline(System.nanoTime() + duration.toNanos());
	}

	/** This one, or the end of a duration that starts now, whichever comes first. */
	Deadline orIn(Duration duration) {
		return (nanosLeft() < duration.toNanos()) ? this : in(duration);
	}

	/** How long there is still, 0 once it has passed. */
	long nanosLeft() {
		return Math.max(0, this.nanoTime - System.nanoTime());
	}

	/** How long there is still, for people to read. */
	String left() {
		return Math.round(nanosLeft() / 1e6) + " ms";
	}

}
