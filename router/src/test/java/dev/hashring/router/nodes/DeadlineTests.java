package dev.hashring.router.nodes;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineTests {

	@Test
	void whatIsToldIsTheTimeThatThereWasAndNotTheRest() {
		Deadline passed = new Deadline(System::nanoTime, System.nanoTime() - 1, Duration.ofSeconds(2).toNanos());
		assertThat(passed.orIn(Duration.ofSeconds(5)).allowed()).isEqualTo("2000 ms");
		assertThat(passed.orIn(Duration.ofSeconds(5)).nanosLeft()).isZero();
		assertThat(Deadline.in(Duration.ofMinutes(9)).orIn(Duration.ofSeconds(5)).allowed()).isEqualTo("5000 ms");
	}

}
