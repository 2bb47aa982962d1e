package dev.hashring.node.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;

/**
 * Makes one transaction of the changes that wait, up to 256 of them, since many are
 * flushed to disk in about the time of one. A thread of its own does so.
 */
final class GroupCommit implements AutoCloseable {

	private static final int MOST_CHANGES = 256;

	private static final int MOST_BYTES = 4 << 20;

	private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();

	private final Writer writer;

	private final Thread thread;

	private volatile boolean ended;

	GroupCommit(Writer writer) {
		this.writer = writer;
		this.thread = new Thread(this::run, "store writer");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/** Something to write. */
	interface Change {

		/**
		 * Writes it.
		 * @throws DamagedEntryException if it can't be; the others are made all the same
		 * @throws OtherLayoutException likewise
		 */
		void apply(Writer writer) throws SQLException;

	}

	private record Waiting(Change change, int bytes, CompletableFuture<@Nullable Void> done) {
	}

	/**
	 * Makes a change; on return it is on disk.
	 * @param bytes how large it is, about
	 */
	void make(Change change, int bytes) {
		Waiting waiting = new Waiting(change, bytes, new CompletableFuture<>());
		this.queue.add(waiting);
		try {
			waiting.done().join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private void run() {
		List<Waiting> group = new ArrayList<>();
		while (!this.ended) {
			try {
				int bytes = add(group, this.queue.take());
				for (Waiting next = this.queue.peek(); next != null && group.size() < MOST_CHANGES
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

	private static int add(List<Waiting> group, Waiting waiting) {
		group.add(waiting);
		return waiting.bytes();
	}

	private void commit(List<Waiting> group) {
		@Nullable RuntimeException[] refusals = new RuntimeException[group.size()];
		try {
			this.writer.begin();
			for (int i = 0; i < refusals.length; i++) {
				refusals[i] = refusal(group.get(i).change());
			}
			this.writer.commit();
		}
		catch (SQLException | RuntimeException | Error ex) {
			this.writer.rollback();
			RuntimeException failure = Failures.writing(ex);
			group.forEach((waiting) -> waiting.done().completeExceptionally(failure));
			return;
		}
		for (int i = 0; i < refusals.length; i++) {
			RuntimeException refusal = refusals[i];
			if (refusal == null) {
				group.get(i).done().complete(null);
			}
			else {
				group.get(i).done().completeExceptionally(refusal);
			}
		}
	}

	private @Nullable RuntimeException refusal(Change change) throws SQLException {
		try {
			change.apply(this.writer);
			return null;
		}
		catch (DamagedEntryException | OtherLayoutException ex) {
			return ex;
		}
	}

	/** Ends the thread; nobody may be waiting any more. */
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
