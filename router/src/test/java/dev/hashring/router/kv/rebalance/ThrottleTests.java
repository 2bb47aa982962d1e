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
		this.inUse = true;
		assertThat(secondsFor(throttle(0))).isEqualTo(1 + 4);
		this.inUse = false;
		assertThat(secondsFor(throttle(0))).isEqualTo(1);
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
		Throttle throttle = throttle(100);
		long start = this.clock.nanoTime();
		throttle.sent(50);
		throttle.sent(150);
		assertThat(Duration.ofNanos(this.clock.nanoTime() - start)).isEqualTo(Duration.ofSeconds(2));
	}

	private Throttle throttle(long bytesPerSecond) {
		return new Throttle(this.clock, bytesPerSecond, () -> this.inUse);
	}

	/** How long a step of a second takes with the rest after it. */
	private long secondsFor(Throttle throttle) {
		long start = this.clock.nanoTime();
		assertThat(throttle.gently(() -> {
			this.clock.now += Duration.ofSeconds(1).toNanos();
			return "result";
		})).isEqualTo("result");
		return Duration.ofNanos(this.clock.nanoTime() - start).toSeconds();
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
