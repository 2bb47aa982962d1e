package dev.hashring.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits for permits of a semaphore, but not for ever.
 */
public final class Permits {

	private Permits() {
	}

	/**
	 * Takes permits as soon as they are free.
	 * @return false if they were not free in time, or if the thread was interrupted; it
	 * stays interrupted
	 */
	public static boolean take(Semaphore free, int permits, Duration patience) {
		try {
			return free.tryAcquire(permits, patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
