package dev.hashring.router.nodes;

import java.util.concurrent.CompletableFuture;

import dev.hashring.router.nodes.Memory.Share;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryTests {

	private static final int ALL = 64 << 20;

	private final Memory memory = new Memory();

	@Test
	void whoFindsNoMemoryLeftWaitsUntilThereIsSome() {
		Share first = this.memory.share();
		Share second = this.memory.share();
		assertThat(first.take(ALL)).isTrue();
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> second.take(1 << 20));
		first.close();
		assertThat(waiting.join()).isTrue();
		second.close();
		assertThat(this.memory.share().take(ALL)).as("all was given back").isTrue();
	}

	@Test
	void whoFindsNoneInTimeGetsNone() {
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
