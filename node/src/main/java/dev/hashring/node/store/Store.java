package dev.hashring.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.hashring.node.NodeSettings;
import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Layout;
import dev.hashring.node.sqlite.Contents;
import dev.hashring.node.sqlite.DamagedEntryException;
import dev.hashring.node.sqlite.DamagedFileException;
import dev.hashring.node.sqlite.Database;
import dev.hashring.node.sqlite.Database.Put;
import dev.hashring.node.sqlite.DatabaseFile;
import dev.hashring.node.sqlite.FolderLock;
import dev.hashring.node.sqlite.Reader;
import dev.hashring.node.sqlite.WriteFailedException;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.web.WrongSettingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The store of this node: does what its {@link Mode} allows, and refuses everything else
 * with an {@link UnavailableException} or, if the disk does not let it write, a
 * {@link WriteFailedException}. What is damaged is never taken for absent.
 */
@Component
public class Store implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Store.class);

	private final @Nullable FolderLock folder;

	private final @Nullable DatabaseFile file;

	/** Calls that use the database share it; those that replace the database do not. */
	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private volatile Mode mode = Mode.ABSENT;

	/** Null while there is no file that can be opened. */
	private volatile @Nullable Database database;

	private boolean ended;

	/**
	 * Opens the store, and reads all of it once.
	 * @throws WrongSettingException if the folder can't be used
	 */
	Store(NodeSettings settings) {
		Path data = settings.data();
		this.folder = (data != null) ? new FolderLock(data) : null;
		this.file = (data != null) ? new DatabaseFile(data) : null;
		if (this.file != null) {
			open(this.file);
		}
	}

	/** What is damaged may still be read; what could not be checked may not. */
	private void open(DatabaseFile file) {
		try {
			Database opened = Database.open(file);
			this.database = opened;
			opened.check();
			become((before) -> opened.contents().recovering() ? Mode.RECOVERING : Mode.READY);
		}
		catch (DamagedFileException ex) {
			become((before) -> Mode.damaged(ex));
		}
		catch (WriteFailedException ex) {
			closeDatabase();
			become((before) -> Mode.READY.failing(ex));
		}
	}

	private synchronized void become(UnaryOperator<Mode> change) {
		Mode before = this.mode;
		this.mode = change.apply(before);
		this.mode.logAfter(before);
	}

	public StoreStatus status() {
		Mode now = this.mode;
		Database open = this.database;
		Contents contents = (open != null) ? open.contents() : Contents.EMPTY;
		Layout layout = contents.layout();
		return new StoreStatus(now.state(), now.why(), contents.entries(), (layout != null) ? layout.text() : null,
				(layout != null) ? layout.epoch() : null);
	}

	/** The entry for a key, or nothing if there never was one. */
	public Optional<Entry> entry(String key, Layout layout) {
		return use(Mode::mayRead, (database) -> {
			// Of a damaged file that can't tell its layout, not even what is found
			// counts.
			refuse(!this.mode.mayList() && database.contents().layout() == null);
			Optional<Entry> found = database.read(layout, (reader) -> reader.entry(key));
			refuse(found.isEmpty() && !this.mode.mayList());
			return found;
		});
	}

	/** Lists something that is of use only if nothing is left out. */
	public <T> T list(Layout layout, Function<Reader, T> list) {
		return use(Mode::mayList, (database) -> database.read(layout, list));
	}

	/** Lists something for other stores, which may have more than this one. */
	public <T> T compare(Layout layout, Function<Reader, T> list) {
		return use(Mode::mayCompare, (database) -> database.read(layout, list));
	}

	/**
	 * Keeps an entry unless there is a newer one.
	 * @param repair whether it may take the place of a damaged one
	 */
	public void put(Entry entry, Layout layout, boolean repair) {
		change(Mode::mayWrite, (database) -> database.put(entry, layout, repair));
	}

	/** Keeps an entry in a version above that of what is there. */
	public Put putNext(Entry entry, Layout layout) {
		return change(Mode::mayWriteNext, (database) -> database.putNext(entry, layout));
	}

	private <T> T change(Predicate<Mode> may, Function<Database, T> work) {
		Mode now = this.mode;
		if (now.isFailing()) {
			throw new WriteFailedException(String.valueOf(now.trouble()), null);
		}
		return use(may, work);
	}

	private <T> T use(Predicate<Mode> may, Function<Database, T> work) {
		this.lock.readLock().lock();
		try {
			Database open = this.database;
			refuse(open == null || !may.test(this.mode));
			return work.apply(Objects.requireNonNull(open));
		}
		catch (DamagedFileException ex) {
			become((now) -> Mode.damaged(ex));
			throw ex;
		}
		catch (WriteFailedException ex) {
			become((now) -> now.failing(ex));
			throw ex;
		}
		catch (DamagedEntryException ex) {
			refuse(!this.mode.mayList());
			throw ex;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	private void refuse(boolean refused) {
		if (refused) {
			throw new UnavailableException(this.mode.why());
		}
	}

	/**
	 * Puts a new file in the place of a damaged one, which is kept aside.
	 * @throws WrongModeException if it is not damaged
	 * @throws WriteFailedException if the damaged one can't be moved
	 */
	public void renew() {
		this.lock.writeLock().lock();
		try {
			if (this.file == null || !this.mode.is(State.DAMAGED)) {
				throw new WrongModeException("Only a damaged store is renewed; this one is not.");
			}
			closeDatabase();
			this.file.moveAside();
			open(this.file);
			log.info("A new file takes the place of the damaged one.");
		}
		catch (IOException ex) {
			throw new WriteFailedException("can't move its damaged file: " + ex, ex);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	/**
	 * Notes that it has got back what the damaged file held.
	 * @throws WrongModeException if it is neither recovering nor ready
	 */
	public void recovered() {
		Mode now = this.mode;
		if (now.is(State.READY)) {
			return;
		}
		if (!now.is(State.RECOVERING)) {
			throw new WrongModeException(
					"Only a store that recovers can have recovered; this node %s.".formatted(now.why()));
		}
		use(Mode::mayCompare, Database::recovered);
		become((before) -> Mode.READY);
	}

	/** Finds out whether a store that could not write can do so again. */
	@Scheduled(fixedDelay = 1_000)
	void tryAgain() {
		if (!this.mode.isFailing()) {
			return;
		}
		openIfClosed();
		try {
			use(Mode::isFailing, Database::tryToWrite);
			become(Mode::writing);
		}
		catch (UnavailableException | DamagedFileException | WriteFailedException ex) {
			log.debug("This node can't write yet", ex);
		}
	}

	private void openIfClosed() {
		this.lock.writeLock().lock();
		try {
			if (this.database == null && this.file != null && !this.ended) {
				open(this.file);
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	private void closeDatabase() {
		Database open = this.database;
		this.database = null;
		if (open != null) {
			open.close();
		}
	}

	@Override
	public void close() {
		this.lock.writeLock().lock();
		try {
			closeDatabase();
			this.ended = true;
			if (this.folder != null) {
				this.folder.close();
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
