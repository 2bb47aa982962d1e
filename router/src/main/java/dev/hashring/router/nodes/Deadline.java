package dev.hashring.router.nodes;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A moment at which to give up.
 *
 * @param clock in nanoseconds, such as {@link System#nanoTime()}
 * @param nanoTime the moment, by that clock
 * @param allowedNanos how long it was away when it was set
 */
public record Deadline(LongSupplier clock, long nanoTime, long allowedNanos) {

	public static Deadline in(Duration duration) {
		return in(duration, System::nanoTime);
	}

	/** The same, by another clock. */
	public static Deadline in(Duration duration, LongSupplier clock) {
		return new Deadline(clock, clock.getAsLong() + duration.toNanos(), duration.toNanos());
	}

	/** This one, or the end of a duration that starts now, whichever comes first. */
	public Deadline orIn(Duration duration) {
		return (nanosLeft() <= duration.toNanos()) ? this : in(duration, this.clock);
	}

	/** How long there is still, 0 once it has passed. */
	public long nanosLeft() {
		return Math.max(0, this.nanoTime - this.clock.getAsLong());
	}

	/** How long it was away when it was set, for people to read. */
	public String allowed() {
		return Math.round(this.allowedNanos / 1e6) + " ms";
	}

}
