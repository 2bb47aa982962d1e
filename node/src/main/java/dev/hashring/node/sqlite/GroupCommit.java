package dev.hashring.node.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Makes one transaction of the changes that wait, up to 256 of them, since many are
 * flushed to disk in about the time of one. It has a thread of its own.
 */
final class GroupCommit implements AutoCloseable {

	private static final int MOST_CHANGES = 256;

	private static final int MOST_BYTES = 4 << 20;

	private final BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();

	private final Writer writer;

	private final Thread thread;

	private volatile boolean ended;

	GroupCommit(Writer writer) {
		this.writer = writer;
		this.thread = new Thread(this::run, "store writer");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Something to write.
	 *
	 * @param <T> what comes of it
	 */
	interface Change<T> {

		/**
		 * Writes it, as a part of a transaction.
		 * @throws RefusedException if it may not be made; the others are made all the
		 * same
		 */
		T make(Writer writer) throws SQLException;

	}

	private record Waiting<T>(Change<T> change, int bytes, CompletableFuture<T> done) {

		/** Makes the change, and returns how to tell so once it is on disk. */
		Runnable make(Writer writer) throws SQLException {
			try {
				T result = this.change.make(writer);
				return () -> this.done.complete(result);
			}
			catch (RefusedException ex) {
				return () -> this.done.completeExceptionally(ex);
			}
		}

	}

	/**
	 * Makes a change; on return it is on disk.
	 * @param bytes how large it is, about
	 */
	<T> T make(Change<T> change, int bytes) {
		Waiting<T> waiting = new Waiting<>(change, bytes, new CompletableFuture<>());
		this.queue.add(waiting);
		try {
			return waiting.done().join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private void run() {
		List<Waiting<?>> group = new ArrayList<>();
		while (!this.ended) {
			try {
				int bytes = add(group, this.queue.take());
				for (Waiting<?> next = this.queue.peek(); next != null && group.size() < MOST_CHANGES
						&& bytes + next.bytes() <= MOST_BYTES; next = this.queue.peek()) {
					bytes += add(group, this.queue.remove());
				}
				commit(group);
			}
			catch (InterruptedException ex) {
				return;
			}
			finally {
				group.clear();
			}
		}
	}

	private static int add(List<Waiting<?>> group, Waiting<?> waiting) {
		group.add(waiting);
		return waiting.bytes();
	}

	private void commit(List<Waiting<?>> group) {
		List<Runnable> results = new ArrayList<>();
		try {
			this.writer.begin();
			for (Waiting<?> waiting : group) {
				results.add(waiting.make(this.writer));
			}
			this.writer.commit();
		}
		catch (SQLException | RuntimeException | Error ex) {
			this.writer.rollback();
			RuntimeException failure = Failures.writing(ex);
			group.forEach((waiting) -> waiting.done().completeExceptionally(failure));
			return;
		}
		results.forEach(Runnable::run);
	}

	/** Ends the thread. No change may be waiting. */
	@Override
	public void close() {
		this.ended = true;
		this.thread.interrupt();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
