package dev.hashring.node.store;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.hashring.web.Refusal;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The memory that there is for the bodies of entries, all requests together.
 */
@Component
class Room {

	static final int BYTES = 32 << 20;

	private static final long PATIENCE = 2_000;

	private final Semaphore free = new Semaphore(BYTES, true);

	/**
	 * Takes some of it, and waits for up to 2 s until it is free.
	 * @throws Refusal with status 503 if it is not
	 */
	Taken take(int bytes) {
		try {
			if (this.free.tryAcquire(bytes, PATIENCE, TimeUnit.MILLISECONDS)) {
				return new Taken(bytes);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE,
				"This node has no memory left for the bodies of so many requests at once.");
	}

	/** What somebody took, to be given back. */
	final class Taken implements AutoCloseable {

		private int bytes;

		private Taken(int bytes) {
			this.bytes = bytes;
		}

		/** Gives back what is not needed. */
		void shrinkTo(int needed) {
			Room.this.free.release(this.bytes - needed);
			this.bytes = needed;
		}

		@Override
		public void close() {
			shrinkTo(0);
		}

	}

}
