package dev.hashring.router.kv.rebalance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.nodes.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How fast entries travel, by a clock that only waiting moves.
 */
class ThrottleTests {

	private final Clock clock = new Clock();

	private boolean inUse;

	@Test
	void whileClientsReadAndWriteARestFollowsEachStep() {
		Throttle throttle = throttle(0);
		assertThat(millisecondsFor(throttle, 100, 0)).isEqualTo(100);
		this.inUse = true;
		assertThat(millisecondsFor(throttle, 100, 0)).isEqualTo(100 + 300);
		assertThat(millisecondsFor(throttle, 5000, 0)).as("a step that waits for a member").isEqualTo(5000 + 500);
	}

	@Test
	void whileClientsReadAndWritePagesAreSmall() {
		this.inUse = true;
		assertThat(throttle(0).most()).isEqualTo(32);
		this.inUse = false;
		assertThat(throttle(0).most()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void aRateBoundsWhatIsSent() {
		Throttle throttle = throttle(1000);
		assertThat(millisecondsFor(throttle, 0, 500)).isEqualTo(500);
		assertThat(millisecondsFor(throttle, 100, 2000)).isEqualTo(2000);
		this.inUse = true;
		assertThat(millisecondsFor(throttle, 100, 2000)).as("a rest at the same time").isEqualTo(2000);
	}

	private Throttle throttle(long bytesPerSecond) {
		return new Throttle(this.clock, bytesPerSecond, () -> this.inUse);
	}

	/** How long a step that sends something takes, with what it waits. */
	private long millisecondsFor(Throttle throttle, long milliseconds, long bytes) {
		long start = this.clock.nanoTime();
		assertThat(throttle.gently(() -> {
			throttle.sent(bytes);
			this.clock.now += Duration.ofMillis(milliseconds).toNanos();
			return "result";
		})).isEqualTo("result");
		return Duration.ofNanos(this.clock.nanoTime() - start).toMillis();
	}

	private static final class Clock implements Machine {

		private long now;

		@Override
		public void await(CompletableFuture<?> future, Deadline deadline) {
			this.now += deadline.nanosLeft();
		}

		@Override
		public long nanoTime() {
			return this.now;
		}

		@Override
		public long random() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void execute(Runnable task) {
			throw new UnsupportedOperationException();
		}

	}

}
