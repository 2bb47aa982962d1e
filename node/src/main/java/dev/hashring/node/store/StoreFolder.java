package dev.hashring.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.hashring.protocol.StoreStatus;
import dev.hashring.web.WrongSettingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a node and the entries in it: opens and checks them, puts damaged ones
 * aside, and notes what is wrong.
 */
final class StoreFolder implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(StoreFolder.class);

	private final FolderLock taken;

	private final StoreFile file;

	/** Whoever uses the entries has the one, whoever replaces them the other. */
	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final AtomicReference<Condition> condition = new AtomicReference<>(Condition.WELL);

	/** Null while there is no file that can be opened. */
	private volatile @Nullable EntryStore entries;

	private boolean closed;

	/**
	 * Opens the entries, and reads all of them once.
	 * @throws WrongSettingException if the folder can't be used
	 */
	StoreFolder(Path folder) {
		this.taken = new FolderLock(folder);
		this.file = new StoreFile(folder);
		open();
	}

	private void open() {
		try {
			this.file.createIfMissing();
			this.file.checkLog();
			this.entries = checked(new SqliteEntries(this.file));
			note(Condition::writing);
		}
		catch (DamagedFileException ex) {
			note((now) -> now.damaged(ex));
		}
		catch (WriteFailedException ex) {
			note((now) -> now.failing(ex));
		}
		catch (IOException | SQLException | IllegalStateException ex) {
			note((now) -> now.failing(Failures.writing(ex)));
		}
	}

	/** What is damaged may still be read; what could not be checked may not. */
	private SqliteEntries checked(SqliteEntries opened) {
		try {
			opened.check();
		}
		catch (DamagedFileException ex) {
			note((now) -> now.damaged(ex));
		}
		catch (RuntimeException ex) {
			opened.close();
			throw ex;
		}
		return opened;
	}

	private void note(UnaryOperator<Condition> change) {
		Condition before = this.condition.getAndUpdate(change);
		change.apply(before).logAfter(before);
	}

	StoreStatus status() {
		EntryStore now = this.entries;
		return this.condition.get().status((now != null) ? now.contents() : Contents.EMPTY);
	}

	/** What is wrong with it, as far as it knows. */
	Condition condition() {
		return this.condition.get();
	}

	/**
	 * Does something with the entries; empty if there is no file that can be opened.
	 * @throws DamagedFileException if it meets damage
	 * @throws WriteFailedException if it can't be written
	 */
	<T> Optional<T> use(Function<EntryStore, T> work) {
		this.lock.readLock().lock();
		try {
			return Optional.ofNullable(this.entries).map(work);
		}
		catch (DamagedFileException ex) {
			note((now) -> now.damaged(ex));
			throw ex;
		}
		catch (WriteFailedException ex) {
			note((now) -> now.failing(ex));
			throw ex;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Puts a new file in the place of a damaged one, which is kept aside.
	 * @return whether it was damaged
	 * @throws IOException if it can't be moved
	 */
	boolean renew() throws IOException {
		this.lock.writeLock().lock();
		try {
			if (this.condition.get().damage() == null) {
				return false;
			}
			closeEntries();
			this.file.moveAside();
			note(Condition::renewed);
			open();
			log.info("A new file takes the place of the damaged one.");
			return true;
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	/** Opens entries that could not be opened before. */
	void reopen() {
		if (this.entries != null) {
			return;
		}
		this.lock.writeLock().lock();
		try {
			if (this.entries == null && !this.closed) {
				open();
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	/** Notes that they were written. */
	void writes() {
		note(Condition::writing);
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
			this.taken.close();
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
