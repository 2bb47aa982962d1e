package dev.hashring.router.api;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import dev.hashring.web.Permits;
import dev.hashring.web.Refusal;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Runs one long computation at a time, so that processors are left for the requests for
 * keys.
 */
@Component
public class OneAtATime {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Semaphore turn = new Semaphore(1, true);

	/**
	 * Computes when its turn comes.
	 * @throws Refusal with status 503 if that takes more than 5 s
	 */
	public <T> T compute(Supplier<T> computation) {
		if (!Permits.take(this.turn, 1, PATIENCE)) {
			throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "Busy: try again in a moment.");
		}
		try {
			return computation.get();
		}
		finally {
			this.turn.release();
		}
	}

}
