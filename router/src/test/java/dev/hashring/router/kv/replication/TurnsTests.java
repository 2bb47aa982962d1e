package dev.hashring.router.kv.replication;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.nodes.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TurnsTests {

	private static final URI SLOW = URI.create("http://slow:1");

	private final Turns turns = new Turns(2);

	@Test
	void aNodeThatDoesNotAnswerGetsNoMoreCallsAndHoldsUpNoOther() throws Exception {
		CountDownLatch made = new CountDownLatch(2);
		CountDownLatch answer = new CountDownLatch(1);
		List<CompletableFuture<String>> slow = Stream.generate(() -> CompletableFuture.supplyAsync(() -> make(() -> {
			made.countDown();
			answer.await();
			return "late";
		}), (call) -> new Thread(call).start())).limit(2).toList();
		made.await();
		assertThatExceptionOfType(NoAnswerException.class)
			.isThrownBy(() -> this.turns.make(SLOW, in(Duration.ofMillis(10)), () -> "early"))
			.satisfies((failure) -> assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE));
		assertThat(this.turns.make(URI.create("http://fast:1"), in(Duration.ZERO), () -> "at once"))
			.isEqualTo("at once");
		answer.countDown();
		assertThat(slow).allSatisfy((call) -> assertThat(call.join()).isEqualTo("late"));
		assertThat(this.turns.make(SLOW, in(Duration.ZERO), () -> "again")).isEqualTo("again");
	}

	private interface Waiting {

		String answer() throws InterruptedException;

	}

	private String make(Waiting call) {
		try {
			return this.turns.make(SLOW, in(Duration.ofMinutes(1)), () -> {
				try {
					return call.answer();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
		}
		catch (NoAnswerException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Deadline in(Duration time) {
		return Deadline.in(time, System::nanoTime);
	}

}
