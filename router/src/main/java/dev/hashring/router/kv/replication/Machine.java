package dev.hashring.router.kv.replication;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.RingState;

/**
 * The threads, the clock and the random numbers that replication uses. A simulation has
 * its own.
 */
public interface Machine extends Executor {

	/** Waits until a future is complete, the deadline has passed, or the router ends. */
	void await(CompletableFuture<?> future, Deadline deadline);

	/**
	 * The same for a future that only the caller waits for. When time is up, the machine
	 * may complete it with false.
	 */
	default void awaitOwn(CompletableFuture<Boolean> future, Deadline deadline) {
		await(future, deadline);
	}

	/** A clock in nanoseconds, which starts anywhere. */
	long nanoTime();

	/** 64 random bits. */
	long random();

	/** The moment at which to give up a request that starts now. */
	default Deadline deadline(RingState state) {
		return in(state.settings().timing().deadline());
	}

	/** The moment at which a duration ends that starts now. */
	default Deadline in(Duration duration) {
		return Deadline.in(duration, this::nanoTime);
	}

}
