package dev.hashring.router.kv.rebalance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.hashring.router.kv.replication.Machine;

/**
 * Bounds how fast entries travel: all copies together to a rate, and each of them, while
 * clients read and write, to small steps with a rest after each.
 */
final class Throttle {

	/** Entries in a page while clients read and write, which wait until it is on disk. */
	private static final int FEW = 32;

	/** A rest is so many times as long as the step before it. */
	private static final int REST = 3;

	/** After a step that waited for a member that is away. */
	private static final Duration LONGEST_REST = Duration.ofMillis(500);

	private final Machine machine;

	private final long bytesPerSecond;

	private final BooleanSupplier isInUse;

	/** When what was sent so far may be over, by the machine's clock. */
	private long free;

	/**
	 * A bound.
	 * @param bytesPerSecond 0 for none
	 * @param isInUse whether clients read and write
	 */
	Throttle(Machine machine, long bytesPerSecond, BooleanSupplier isInUse) {
		this.machine = machine;
		this.bytesPerSecond = bytesPerSecond;
		this.isInUse = isInUse;
		this.free = machine.nanoTime();
	}

	/**
	 * Does one step, and waits: until what it sent may have been sent, and while clients
	 * read and write also for a rest.
	 */
	<T> T gently(Supplier<T> step) {
		long start = this.machine.nanoTime();
		T result = step.get();
		long end = this.machine.nanoTime();
		long rest = this.isInUse.getAsBoolean() ? Math.min(REST * (end - start), LONGEST_REST.toNanos()) : 0;
		long nanos = Math.max(rest, nanosToWait(end));
		if (nanos > 0) {
			this.machine.await(new CompletableFuture<>(), this.machine.in(Duration.ofNanos(nanos)));
		}
		return result;
	}

	void gently(Runnable step) {
		gently(() -> {
			step.run();
			return true;
		});
	}

	private synchronized long nanosToWait(long now) {
		return this.free - now;
	}

	/** How many entries the next page may have. */
	int most() {
		return this.isInUse.getAsBoolean() ? FEW : Integer.MAX_VALUE;
	}

	/** Counts bytes that a step sends. */
	synchronized void sent(long bytes) {
		if (this.bytesPerSecond > 0) {
			this.free = Math.max(this.free, this.machine.nanoTime()) + (long) (bytes * 1e9 / this.bytesPerSecond);
		}
	}

}
