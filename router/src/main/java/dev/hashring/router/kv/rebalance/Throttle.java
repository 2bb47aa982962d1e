package dev.hashring.router.kv.rebalance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.hashring.router.kv.replication.Machine;

/**
 * Bounds how fast entries travel, all copies together.
 */
final class Throttle {

	private final Machine machine;

	private final long bytesPerSecond;

	/** When what was sent so far may be over, by the machine's clock. */
	private long free;

	/**
	 * A bound.
	 * @param bytesPerSecond 0 for none
	 */
	Throttle(Machine machine, long bytesPerSecond) {
		this.machine = machine;
		this.bytesPerSecond = bytesPerSecond;
		this.free = machine.nanoTime();
	}

	/** Waits until so many bytes may have been sent. */
	void sent(long bytes) {
		if (this.bytesPerSecond > 0) {
			this.machine.await(new CompletableFuture<>(), this.machine.in(Duration.ofNanos(pause(bytes))));
		}
	}

	private synchronized long pause(long bytes) {
		long now = this.machine.nanoTime();
		this.free = Math.max(this.free, now) + (long) (bytes * 1e9 / this.bytesPerSecond);
		return this.free - now;
	}

}
