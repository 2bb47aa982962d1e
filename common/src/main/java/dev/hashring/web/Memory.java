package dev.hashring.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;

import dev.hashring.protocol.EntryLimits;

import org.springframework.http.HttpStatus;

/**
 * The memory that there is for large bodies, all requests together. Small ones, of up to
 * {@value EntryLimits#SMALL} bytes, take none of it.
 */
public final class Memory {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Semaphore free;

	/** So many bytes, and all of them free. */
	public Memory(int bytes) {
		this.free = new Semaphore(bytes, true);
	}

	/** Whether somebody waits for some. */
	boolean isAwaited() {
		return this.free.hasQueuedThreads();
	}

	/** The part of one request, which is given back when it is closed. */
	public Reservation reserve() {
		return new Reservation();
	}

	/**
	 * What one request takes.
	 */
	public final class Reservation implements AutoCloseable {

		private int taken;

		private boolean closed;

		/**
		 * Takes memory for a body, and waits for up to 2 s until it is free.
		 * @return whether there was so much, and somebody still wants the body
		 */
		public boolean take(int bytes) {
			return bytes <= EntryLimits.SMALL || (Permits.take(Memory.this.free, bytes, PATIENCE) && keep(bytes));
		}

		/**
		 * The same.
		 * @throws Refusal with status 503 if there was not so much
		 */
		public void require(int bytes) {
			if (!take(bytes)) {
				throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "Too many large values at once; try again later.");
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

		/** Gives back what is not needed. */
		public synchronized void shrinkTo(int needed) {
			int kept = Math.min(needed, this.taken);
			Memory.this.free.release(this.taken - kept);
			this.taken = kept;
		}

		@Override
		public synchronized void close() {
			this.closed = true;
			shrinkTo(0);
		}

	}

}
