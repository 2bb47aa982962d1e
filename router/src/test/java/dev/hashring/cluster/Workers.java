package dev.hashring.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Threads that do something again and again until they are closed, each at most
 * {@value #MOST} times.
 */
final class Workers implements AutoCloseable {

	private static final int MOST = 1_000_000;

	private final CompletableFuture<Void> all;

	private volatile boolean closed;

	/**
	 * Starts so many threads.
	 * @param milliseconds how long each waits between two times
	 * @param task what a thread does, of those numbered from 0; it is told how often it
	 * has done it
	 */
	Workers(int count, int milliseconds, IntFunction<IntConsumer> task) {
		this.all = CompletableFuture.allOf(IntStream.range(0, count)
			.mapToObj(task)
			.map((own) -> CompletableFuture.runAsync(() -> run(milliseconds, own), (work) -> new Thread(work).start()))
			.toArray(CompletableFuture<?>[]::new));
	}

	private void run(int milliseconds, IntConsumer task) {
		for (int i = 0; i < MOST && !this.closed; i++) {
			task.accept(i);
			try {
				Thread.sleep(milliseconds);
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	/** Ends them, once each has done what it began. */
	@Override
	public void close() {
		this.closed = true;
		this.all.join();
	}

}
