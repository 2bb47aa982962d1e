package dev.hashring.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.hashring.web.Memory.Reservation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class MemoryTests {

	private static final int ALL = 4 << 20;

	private final Memory memory = new Memory(ALL);

	@Test
	void whoFindsNoMemoryLeftWaitsUntilThereIsSome() {
		Reservation first = this.memory.reserve();
		Reservation second = this.memory.reserve();
		assertThat(first.take(ALL)).isTrue();
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> second.take(1 << 20));
		assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
			while (!this.memory.isAwaited()) {
				Thread.onSpinWait();
			}
		});
		first.close();
		assertThat(waiting.join()).isTrue();
		second.close();
		assertThat(this.memory.reserve().take(ALL)).as("all was given back").isTrue();
	}

	@Test
	void whoFindsNoneInTimeGetsNone() {
		Reservation all = this.memory.reserve();
		assertThat(all.take(ALL)).isTrue();
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> this.memory.reserve().require(1 << 20))
			.satisfies((refusal) -> assertThat(refusal.getStatusCode().value()).isEqualTo(503));
		all.shrinkTo(ALL - (1 << 20));
		assertThat(this.memory.reserve().take(1 << 20)).isTrue();
	}

	@Test
	void whatIsGivenBackTwiceIsThereOnce() {
		Reservation memory = this.memory.reserve();
		memory.take(ALL);
		memory.shrinkTo(10);
		memory.close();
		memory.close();
		assertThat(this.memory.reserve().take(ALL)).isTrue();
		assertThat(this.memory.reserve().take(1 << 20)).isFalse();
	}

	@Test
	void smallBodiesWaitForNobody() {
		assertThat(this.memory.reserve().take(ALL)).isTrue();
		assertThat(this.memory.reserve().take(16 << 10)).isTrue();
	}

	@Test
	void nothingIsTakenForARequestThatHasEnded() {
		Reservation ended = this.memory.reserve();
		ended.close();
		assertThat(ended.take(ALL)).isFalse();
		assertThat(this.memory.reserve().take(ALL)).as("nothing was kept").isTrue();
	}

}
