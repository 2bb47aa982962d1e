package dev.hashring.router.nodes;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every 20 ms for what is late, in a thread of its own. That is far cheaper than a
 * timer for each thing that might be.
 */
public final class Sweeper implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

	private static final int MILLIS = 20;

	private final ScheduledExecutorService thread;

	/** Begins to look. */
	public Sweeper(String name, Runnable look) {
		this.thread = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
		this.thread.scheduleWithFixedDelay(() -> run(look), MILLIS, MILLIS, TimeUnit.MILLISECONDS);
	}

	private static void run(Runnable look) {
		try {
			look.run();
		}
		catch (RuntimeException | Error ex) {
			// Thrown, it would have been the last look.
			log.error("Could not look for what is late", ex);
		}
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
