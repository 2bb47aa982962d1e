package dev.hashring.router.api;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.hashring.web.Refusal;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Runs one long computation at a time, so that processors are left for the requests for
 * keys.
 */
@Component
public class OneAtATime {

	private final Semaphore turn = new Semaphore(1, true);

	/**
	 * Computes when its turn comes.
	 * @throws Refusal with status 503 if that takes more than 5 s
	 */
	public <T> T compute(Supplier<T> computation) {
		try {
			if (!this.turn.tryAcquire(5, TimeUnit.SECONDS)) {
				throw busy();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw busy();
		}
		try {
			return computation.get();
		}
		finally {
			this.turn.release();
		}
	}

	private static Refusal busy() {
		return new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "Busy: try again in a moment.");
	}

}
