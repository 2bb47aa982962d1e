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

	/** Entries in a page while clients read and write; theirs wait no longer. */
	private static final int FEW = 32;

	/** How many times as long as a step took the rest after it is. */
	private static final int REST = 4;

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

	/** Does one step, and rests after it if clients read and write. */
	<T> T gently(Supplier<T> step) {
		long start = this.machine.nanoTime();
		T result = step.get();
		if (this.isInUse.getAsBoolean()) {
			pause(REST * (this.machine.nanoTime() - start));
		}
		return result;
	}

	/** How many entries the next page may have. */
	int most() {
		return this.isInUse.getAsBoolean() ? FEW : Integer.MAX_VALUE;
	}

	/** Waits until so many bytes may have been sent. */
	void sent(long bytes) {
		if (this.bytesPerSecond > 0) {
			pause(reserve(bytes));
		}
	}

	private synchronized long reserve(long bytes) {
		long now = this.machine.nanoTime();
		this.free = Math.max(this.free, now) + (long) (bytes * 1e9 / this.bytesPerSecond);
		return this.free - now;
	}

	private void pause(long nanos) {
		this.machine.await(new CompletableFuture<>(), this.machine.in(Duration.ofNanos(nanos)));
	}

}
