package dev.hashring.router.nodes;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.springframework.stereotype.Component;

/**
 * The memory that there is for large bodies, all requests together. Small ones, of up to
 * {@value #SMALL} bytes, take none of it.
 */
@Component
public class Memory {

	private static final int SMALL = 16 << 10;

	private static final int BYTES = 64 << 20;

	private static final long PATIENCE_SECONDS = 2;

	private final Semaphore free = new Semaphore(BYTES, true);

	/** The part of one request, which is given back when it is closed. */
	public Share share() {
		return new Share();
	}

	/**
	 * What one request takes.
	 */
	public final class Share implements AutoCloseable {

		private int taken;

		private boolean closed;

		/**
		 * Takes memory for a body, and waits for up to 2 s until it is free.
		 * @return whether there was so much, and somebody still wants the body
		 */
		public boolean take(int bytes) {
			if (bytes <= SMALL) {
				return true;
			}
			try {
				return Memory.this.free.tryAcquire(bytes, PATIENCE_SECONDS, TimeUnit.SECONDS) && keep(bytes);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

		private synchronized boolean keep(int bytes) {
			if (this.closed) {
				Memory.this.free.release(bytes);
				return false;
			}
			this.taken += bytes;
			return true;
		}

		@Override
		public synchronized void close() {
			this.closed = true;
			Memory.this.free.release(this.taken);
			this.taken = 0;
		}

	}

}
