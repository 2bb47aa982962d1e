package dev.hashring.router.store;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.hashring.router.nodes.Deadline;
import dev.hashring.web.Refusal;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Lets so many requests for values be under way at once that their values, in a copy from
 * each replica, have room in memory. Others wait.
 */
@Component
class Turns {

	private static final int COUNT = 32;

	private final Semaphore free = new Semaphore(COUNT, true);

	/**
	 * Does a request when its turn comes.
	 * @throws Refusal with status 503 if that is not before the deadline
	 */
	<T> T take(Deadline deadline, Request<T> request) throws IOException {
		await(deadline);
		try {
			return request.answer();
		}
		finally {
			this.free.release();
		}
	}

	private void await(Deadline deadline) {
		try {
			if (this.free.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "Too many requests for values at once; try again later.");
	}

	/** What is done then. */
	@FunctionalInterface
	interface Request<T> {

		T answer() throws IOException;

	}

}
