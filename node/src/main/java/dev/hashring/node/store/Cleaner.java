package dev.hashring.node.store;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import dev.hashring.node.entry.KnownRing;
import dev.hashring.node.sqlite.DamagedFileException;
import dev.hashring.node.sqlite.Identity;
import dev.hashring.node.sqlite.WriteFailedException;
import dev.hashring.protocol.KeyPage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the entries that a store need not keep any more, in a thread of its own, while
 * no entries move. Each deletion checks the state of the ring on the store's disk. A
 * store in that ring waits until it hears that enough others know the state. One that has
 * left the ring need not wait: it hears of the state only then.
 */
final class Cleaner implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Cleaner.class);

	/** Few, since clients' writes wait while they are deleted. */
	private static final int BATCH = 50;

	/** A rest is so many times as long as the step before it. */
	private static final int REST = 3;

	private final Store store;

	/** A state that enough stores know. */
	private volatile @Nullable KnownRing agreed;

	/** The state by which there is nothing left to delete. */
	private @Nullable KnownRing done;

	/** One more that waits sees all that has changed until it begins. */
	private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
			new ArrayBlockingQueue<>(1), (task) -> {
				Thread made = new Thread(task, "store cleaner");
				made.setDaemon(true);
				return made;
			}, new ThreadPoolExecutor.DiscardPolicy());

	Cleaner(Store store) {
		this.store = store;
	}

	/** Looks again for what there is to delete. */
	void wake() {
		this.thread.execute(this::clean);
	}

	/** The same, now that enough stores know this state. */
	void clean(KnownRing ring) {
		this.agreed = ring;
		wake();
	}

	private boolean mayClean(Identity identity, KnownRing ring) {
		boolean isNamed = ring.description()
			.members()
			.stream()
			.anyMatch((member) -> identity.store().equals(member.store()));
		return ring.isStable() && (!isNamed || ring.equals(this.agreed));
	}

	/** Deletes what there is to delete. */
	void clean() {
		Identity identity = this.store.identity().orElse(null);
		KnownRing ring = (identity != null) ? identity.ring() : null;
		if (identity == null || ring == null || ring.equals(this.done) || !mayClean(identity, ring)) {
			return;
		}
		try {
			int deleted = clean(identity, ring);
			this.done = ring;
			if (deleted > 0) {
				log.info("{} entries were deleted, since other nodes keep them now.", deleted);
			}
		}
		catch (StaleException | UnavailableException | DamagedFileException | WriteFailedException ex) {
			log.debug("Nothing more is deleted just now", ex);
		}
	}

	private int clean(Identity identity, KnownRing ring) {
		int deleted = 0;
		String after = "";
		boolean more = true;
		while (more) {
			String cursor = after;
			KeyPage page = step(() -> this.store.keys(identity, cursor));
			List<String> foreign = page.keys()
				.stream()
				.map(KeyPage.Item::key)
				.filter((key) -> !ring.now().keeps(identity.store(), key))
				.toList();
			for (int i = 0; i < foreign.size(); i += BATCH) {
				List<String> some = foreign.subList(i, Math.min(i + BATCH, foreign.size()));
				deleted += step(() -> this.store.delete(identity, some));
			}
			more = page.more();
			after = more ? page.keys().get(page.keys().size() - 1).key() : after;
		}
		return deleted;
	}

	/** Does one step, and rests. */
	private static <T> T step(Supplier<T> step) {
		long start = System.nanoTime();
		T result = step.get();
		LockSupport.parkNanos(REST * (System.nanoTime() - start));
		return result;
	}

	@Override
	public void close() {
		this.thread.shutdown();
	}

}
