package dev.hashring.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.hashring.web.Memory.Share;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class MemoryTests {

	private static final int ALL = 4 << 20;

	private final Memory memory = new Memory(ALL);

	@Test
	void whoFindsNoMemoryLeftWaitsUntilThereIsSome() {
		Share first = this.memory.share();
		Share second = this.memory.share();
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
		assertThat(this.memory.share().take(ALL)).as("all was given back").isTrue();
	}

	@Test
	void whoFindsNoneInTimeGetsNone() {
		Share all = this.memory.share();
		assertThat(all.take(ALL)).isTrue();
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> this.memory.share().require(1 << 20))
			.satisfies((refusal) -> assertThat(refusal.getStatusCode().value()).isEqualTo(503));
		all.shrinkTo(ALL - (1 << 20));
		assertThat(this.memory.share().take(1 << 20)).isTrue();
	}

	@Test
	void whatIsGivenBackTwiceIsThereOnce() {
		Share share = this.memory.share();
		share.take(ALL);
		share.shrinkTo(10);
		share.close();
		share.close();
		assertThat(this.memory.share().take(ALL)).isTrue();
		assertThat(this.memory.share().take(1 << 20)).isFalse();
	}

	@Test
	void smallBodiesWaitForNobody() {
		assertThat(this.memory.share().take(ALL)).isTrue();
		assertThat(this.memory.share().take(16 << 10)).isTrue();
	}

	@Test
	void nothingIsTakenForARequestThatHasEnded() {
		Share ended = this.memory.share();
		ended.close();
		assertThat(ended.take(ALL)).isFalse();
		assertThat(this.memory.share().take(ALL)).as("nothing was kept").isTrue();
	}

}
