package dev.hashring.node.store;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.hashring.node.entry.KnownRing;
import dev.hashring.node.sqlite.DamagedFileException;
import dev.hashring.node.sqlite.Identity;
import dev.hashring.node.sqlite.WriteFailedException;
import dev.hashring.protocol.KeyPage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the entries that a store is no replica of, in a thread of its own: while no
 * entries move, by the state of the ring that is on the store's disk, which each deletion
 * checks again.
 */
final class Cleaner implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Cleaner.class);

	private static final int BATCH = 200;

	private final Store store;

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

	/** Deletes what there is to delete. */
	void clean() {
		Identity identity = this.store.identity().orElse(null);
		KnownRing ring = (identity != null) ? identity.ring() : null;
		if (identity == null || ring == null || !ring.isStable()) {
			return;
		}
		try {
			int deleted = clean(identity, ring);
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
			KeyPage page = this.store.keys(identity, after);
			List<String> foreign = page.keys()
				.stream()
				.map(KeyPage.Item::key)
				.filter((key) -> !ring.now().keeps(identity.store(), key))
				.toList();
			for (int i = 0; i < foreign.size(); i += BATCH) {
				deleted += this.store.delete(identity, foreign.subList(i, Math.min(i + BATCH, foreign.size())));
			}
			more = page.more();
			after = more ? page.keys().get(page.keys().size() - 1).key() : after;
		}
		return deleted;
	}

	@Override
	public void close() {
		this.thread.shutdown();
	}

}
