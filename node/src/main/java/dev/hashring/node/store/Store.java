package dev.hashring.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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

	private final @Nullable FolderLock folder;

	private final @Nullable StoreFile file;

	/** Whoever uses the entries has the one, whoever replaces them the other. */
	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	/** Null while there is no file that can be opened. */
	private volatile @Nullable EntryStore entries;

	/** Why the file is damaged; null: it is not, as far as we know. */
	private volatile @Nullable String damage;

	/** Why nothing can be written; null: it can, as far as we know. */
	private volatile @Nullable String failure;

	private boolean closed;

	/**
	 * Opens the store, and reads all of it once.
	 * @throws WrongSettingException if the folder can't be used
	 */
	Store(NodeSettings settings) {
		Path data = settings.data();
		this.folder = (data != null) ? new FolderLock(data) : null;
		this.file = (data != null) ? new StoreFile(data) : null;
		if (this.file != null) {
			open(this.file);
		}
	}

	private void open(StoreFile from) {
		try {
			from.createIfMissing();
			from.checkLog();
			this.entries = checked(new SqliteEntries(from));
			writes();
		}
		catch (DamagedFileException ex) {
			damaged(ex);
		}
		catch (WriteFailedException ex) {
			failing(ex);
		}
		catch (IOException | SQLException | IllegalStateException ex) {
			failing(Failures.writing(ex));
		}
	}

	/** What is damaged may still be read; what could not be checked may not. */
	private SqliteEntries checked(SqliteEntries opened) {
		try {
			opened.check();
		}
		catch (DamagedFileException ex) {
			damaged(ex);
		}
		catch (RuntimeException ex) {
			opened.close();
			throw ex;
		}
		return opened;
	}

	private void damaged(DamagedFileException ex) {
		if (this.damage == null) {
			log.error("This node {}", ex.getMessage());
		}
		this.damage = ex.getMessage();
	}

	private void failing(RuntimeException ex) {
		if (this.failure == null) {
			log.error("This node {}; it writes nothing until that is over.", ex.getMessage());
		}
		this.failure = ex.getMessage();
	}

	private void writes() {
		if (this.failure != null) {
			log.info("This node writes again.");
		}
		this.failure = null;
	}

	StoreStatus status() {
		Contents contents = contents();
		Layout layout = contents.layout();
		State state = state();
		return new StoreStatus(state, reason(state), contents.entries(), (layout != null) ? layout.text() : null,
				(layout != null) ? layout.epoch() : null);
	}

	private Contents contents() {
		EntryStore now = this.entries;
		return (now != null) ? now.contents() : Contents.EMPTY;
	}

	private State state() {
		if (this.file == null) {
			return State.NONE;
		}
		if (this.damage != null) {
			return State.DAMAGED;
		}
		if (this.failure != null) {
			return State.READ_ONLY;
		}
		return contents().recovering() ? State.RECOVERING : State.READY;
	}

	private @Nullable String reason(State state) {
		return switch (state) {
			case READY -> null;
			case NONE -> "keeps nothing: it has no folder (NODE_DATA)";
			case READ_ONLY -> this.failure;
			case DAMAGED -> this.damage;
			case RECOVERING -> "has not got back yet what a damaged file held";
		};
	}

	/** The entry for a key, or nothing if there never was one. */
	Optional<Entry> entry(String key, Layout layout) {
		return found(layout, (store) -> store.entry(key));
	}

	/** The entry for a key without its body, or nothing if there never was one. */
	Optional<Head> head(String key, Layout layout) {
		return found(layout, (store) -> store.head(key));
	}

	/** What is found in a damaged file counts; that something is not there does not. */
	private <T> Optional<T> found(Layout layout, Function<EntryStore, Optional<T>> search) {
		return use((store) -> {
			refuse(state() == State.DAMAGED && store.contents().layout() == null);
			refuse(store.contents().recovering());
			store.contents().refuseOther(layout);
			Optional<T> found = search.apply(store);
			refuse(found.isEmpty() && state() == State.DAMAGED);
			return found;
		});
	}

	/**
	 * Lists something.
	 * @param whileRecovering whether it tells no lie while the store recovers
	 */
	<T> T list(Layout layout, boolean whileRecovering, Function<EntryStore, T> list) {
		return use((store) -> {
			refuse(state() == State.DAMAGED || (store.contents().recovering() && !whileRecovering));
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
		use((store) -> {
			store.put(entry, layout, repair);
			return entry;
		});
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
		State state = state();
		refuse(state == State.NONE || state == State.DAMAGED);
		if (state == State.READ_ONLY) {
			throw refusal(HttpStatus.INSUFFICIENT_STORAGE, reason(state));
		}
	}

	private <T> T use(Function<EntryStore, T> work) {
		this.lock.readLock().lock();
		try {
			EntryStore store = this.entries;
			if (store == null) {
				throw refusal(HttpStatus.SERVICE_UNAVAILABLE, reason(state()));
			}
			return work.apply(store);
		}
		catch (DamagedFileException ex) {
			damaged(ex);
			throw refusal(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
		}
		catch (WriteFailedException ex) {
			failing(ex);
			throw refusal(HttpStatus.INSUFFICIENT_STORAGE, ex.getMessage());
		}
		catch (DamagedEntryException ex) {
			refuse(state() == State.DAMAGED);
			throw new Refusal(HttpStatus.INTERNAL_SERVER_ERROR, "%s", String.valueOf(ex.getMessage()));
		}
		catch (OtherLayoutException ex) {
			throw new Refusal(HttpStatus.CONFLICT, "%s", String.valueOf(ex.getMessage()));
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	private void refuse(boolean refused) {
		if (refused) {
			throw refusal(HttpStatus.SERVICE_UNAVAILABLE, reason(state()));
		}
	}

	private static Refusal refusal(HttpStatus status, @Nullable String reason) {
		return new Refusal(status, "This node %s.", String.valueOf(reason));
	}

	/** Puts a new file in the place of a damaged one, which is kept aside. */
	void renew() {
		this.lock.writeLock().lock();
		try {
			StoreFile renewed = this.file;
			if (renewed == null || this.damage == null) {
				throw new Refusal(HttpStatus.CONFLICT, "Only a damaged store is renewed; this one is not.");
			}
			closeEntries();
			renewed.moveAside();
			this.damage = null;
			open(renewed);
			log.info("A new file takes the place of the damaged one.");
		}
		catch (IOException ex) {
			throw new Refusal(HttpStatus.INSUFFICIENT_STORAGE, "The damaged file can't be moved: %s.", ex);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	/** Notes that it has got back what the damaged file held. */
	void recovered() {
		State state = state();
		if (state == State.READY) {
			return;
		}
		if (state != State.RECOVERING) {
			throw new Refusal(HttpStatus.CONFLICT, "Only a store that recovers can have recovered; this node %s.",
					String.valueOf(reason(state)));
		}
		use((store) -> {
			store.recovered();
			return store;
		});
	}

	/** Finds out whether a store that could not write can do so again. */
	@Scheduled(fixedDelay = 1_000)
	void tryAgain() {
		if (state() != State.READ_ONLY) {
			return;
		}
		if (this.entries == null) {
			reopen();
			return;
		}
		try {
			use((store) -> {
				store.tryToWrite();
				return store;
			});
			writes();
		}
		catch (Refusal ex) {
			log.debug("This node can't write yet", ex);
		}
	}

	private void reopen() {
		this.lock.writeLock().lock();
		try {
			StoreFile again = this.file;
			if (again != null && this.entries == null && !this.closed) {
				open(again);
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	private void closeEntries() {
		EntryStore open = this.entries;
		this.entries = null;
		if (open != null) {
			open.close();
		}
	}

	@Override
	public void close() {
		this.lock.writeLock().lock();
		try {
			this.closed = true;
			closeEntries();
			if (this.folder != null) {
				this.folder.close();
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
