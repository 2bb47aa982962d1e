package dev.hashring.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.hashring.node.NodeSettings;
import dev.hashring.node.store.EntryStore.Put;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.web.Refusal;
import dev.hashring.web.WrongSettingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The store of this node: knows what it can do at the moment, and refuses all else.
 */
@Component
class Store implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Store.class);

	private static final StoreStatus NONE = new StoreStatus(State.NONE, "keeps nothing: it has no folder (NODE_DATA)",
			0, null, null);

	/** Null if this node keeps nothing. */
	private final @Nullable StoreFolder folder;

	/**
	 * Opens the store, and reads all of it once.
	 * @throws WrongSettingException if the folder can't be used
	 */
	Store(NodeSettings settings) {
		Path data = settings.data();
		this.folder = (data != null) ? new StoreFolder(data) : null;
	}

	StoreStatus status() {
		return (this.folder != null) ? this.folder.status() : NONE;
	}

	private Condition condition() {
		return (this.folder != null) ? this.folder.condition() : Condition.WELL;
	}

	private boolean isDamaged() {
		return condition().damage() != null;
	}

	/** The entry for a key, or nothing if there never was one. */
	Optional<Entry> entry(String key, Layout layout) {
		return use((store) -> {
			// In a damaged file, what is found counts; what is missing says nothing.
			refuse(isDamaged() && store.contents().layout() == null);
			refuse(store.contents().recovering());
			store.contents().refuseOther(layout);
			Optional<Entry> found = store.entry(key);
			refuse(found.isEmpty() && isDamaged());
			return found;
		});
	}

	/**
	 * Lists something.
	 * @param whileRecovering whether it tells no lie while the store recovers
	 */
	<T> T list(Layout layout, boolean whileRecovering, Function<EntryStore, T> list) {
		return use((store) -> {
			refuse(isDamaged() || (store.contents().recovering() && !whileRecovering));
			store.contents().refuseOther(layout);
			return list.apply(store);
		});
	}

	/**
	 * Keeps an entry unless there is a newer one.
	 * @param repair whether it may take the place of a damaged one
	 */
	void put(Entry entry, Layout layout, boolean repair) {
		refuseUnlessWriting();
		change((store) -> store.put(entry, layout, repair));
	}

	/** Keeps an entry in a version above that of what is there. */
	Put putNext(Entry entry, Layout layout) {
		refuseUnlessWriting();
		return use((store) -> {
			refuse(store.contents().recovering());
			return store.putNext(entry, layout);
		});
	}

	/** For whoever has not read yet what it would write. */
	void refuseUnlessWriting() {
		refuse(this.folder == null || isDamaged());
		String failure = condition().failure();
		if (failure != null) {
			throw refusal(HttpStatus.INSUFFICIENT_STORAGE, failure);
		}
	}

	private void change(Consumer<EntryStore> work) {
		use((store) -> {
			work.accept(store);
			return true;
		});
	}

	private <T> T use(Function<EntryStore, T> work) {
		if (this.folder == null) {
			throw unavailable();
		}
		try {
			return this.folder.use(work).orElseThrow(this::unavailable);
		}
		catch (DamagedFileException ex) {
			throw refusal(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
		}
		catch (WriteFailedException ex) {
			throw refusal(HttpStatus.INSUFFICIENT_STORAGE, ex.getMessage());
		}
		catch (DamagedEntryException ex) {
			refuse(isDamaged());
			throw new Refusal(HttpStatus.INTERNAL_SERVER_ERROR, "%s", String.valueOf(ex.getMessage()));
		}
		catch (OtherLayoutException ex) {
			throw new Refusal(HttpStatus.CONFLICT, "%s", String.valueOf(ex.getMessage()));
		}
	}

	private void refuse(boolean refused) {
		if (refused) {
			throw unavailable();
		}
	}

	private Refusal unavailable() {
		String reason = status().reason();
		return refusal(HttpStatus.SERVICE_UNAVAILABLE, (reason != null) ? reason : "can't do this just now");
	}

	private static Refusal refusal(HttpStatus status, @Nullable String reason) {
		return new Refusal(status, "This node %s.", String.valueOf(reason));
	}

	/** Puts a new file in the place of a damaged one, which is kept aside. */
	void renew() {
		try {
			if (this.folder == null || !this.folder.renew()) {
				throw new Refusal(HttpStatus.CONFLICT, "Only a damaged store is renewed; this one is not.");
			}
		}
		catch (IOException ex) {
			throw new Refusal(HttpStatus.INSUFFICIENT_STORAGE, "The damaged file can't be moved: %s.", ex);
		}
	}

	/** Notes that it has got back what the damaged file held. */
	void recovered() {
		StoreStatus now = status();
		if (now.state() == State.READY) {
			return;
		}
		if (now.state() != State.RECOVERING) {
			throw new Refusal(HttpStatus.CONFLICT, "Only a store that recovers can have recovered; this node %s.",
					String.valueOf(now.reason()));
		}
		change(EntryStore::recovered);
	}

	/** Finds out whether a store that could not write can do so again. */
	@Scheduled(fixedDelay = 1_000)
	void tryAgain() {
		if (this.folder == null || condition().failure() == null || isDamaged()) {
			return;
		}
		this.folder.reopen();
		try {
			change(EntryStore::tryToWrite);
			this.folder.writes();
		}
		catch (Refusal ex) {
			log.debug("This node can't write yet", ex);
		}
	}

	@Override
	public void close() {
		if (this.folder != null) {
			this.folder.close();
		}
	}

}
