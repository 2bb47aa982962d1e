package dev.hashring.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.hashring.node.NodeSettings;
import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.KnownRing;
import dev.hashring.node.sqlite.Contents;
import dev.hashring.node.sqlite.DamagedEntryException;
import dev.hashring.node.sqlite.DamagedFileException;
import dev.hashring.node.sqlite.Database;
import dev.hashring.node.sqlite.Database.Put;
import dev.hashring.node.sqlite.DatabaseFile;
import dev.hashring.node.sqlite.FolderLock;
import dev.hashring.node.sqlite.Identity;
import dev.hashring.node.sqlite.Reader;
import dev.hashring.node.sqlite.WriteFailedException;
import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.Moving;
import dev.hashring.protocol.RingDescription;
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

	/** Which store it was, should its file not tell. */
	private volatile @Nullable Identity beside;

	private final Cleaner cleaner = new Cleaner(this);

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
			this.beside = file.identity().orElse(null);
			Database opened = Database.open(file);
			this.database = opened;
			opened.check();
			become((before) -> opened.contents().recovering() ? Mode.RECOVERING : Mode.READY);
			this.cleaner.wake();
		}
		catch (DamagedFileException ex) {
			become((before) -> Mode.damaged(ex));
		}
		catch (WriteFailedException ex) {
			closeDatabase();
			become((before) -> Mode.READY.failing(ex));
		}
		catch (IOException ex) {
			become((before) -> Mode.READY.failing(new WriteFailedException("can't read its store.id: " + ex, ex)));
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
		Identity identity = identity().orElse(null);
		KnownRing ring = (identity != null) ? identity.ring() : null;
		return new StoreStatus(now.state(), now.why(), (open != null) ? open.contents().entries() : 0,
				(identity != null) ? identity.store() : null, (ring != null) ? ring.stamp().toString() : null,
				(identity != null) ? identity.promised() : 0, identity != null && identity.legacy());
	}

	/** Which store it is, and what it knows of the ring, if it is one. */
	public Optional<Identity> identity() {
		Database open = this.database;
		Identity read = (open != null) ? open.contents().identity() : null;
		return Optional.ofNullable((read != null) ? read : this.beside);
	}

	/** The entry for a key, or nothing if there never was one. */
	public Optional<Entry> entry(String key, Basis basis) {
		return use(Mode::mayRead, (database) -> {
			// Of a damaged file that can't tell which store it is, not even what is found
			// counts.
			refuse(!this.mode.mayList() && database.contents().identity() == null);
			Optional<Entry> found = database.read(basis::requireToRead, (reader) -> reader.entry(key));
			refuse(found.isEmpty() && !this.mode.mayList());
			return found;
		});
	}

	/** Lists something that is of use only if nothing is left out. */
	public <T> T list(Basis basis, Function<Reader, T> list) {
		return use(Mode::mayList, (database) -> database.read(basis::requireToRead, list));
	}

	/**
	 * Lists something for other stores, which may have more than this one; it has to know
	 * the state of the ring that they go by.
	 */
	public <T> T compare(Basis basis, Function<Reader, T> list) {
		return use(Mode::mayCompare, (database) -> database.read(basis::require, list));
	}

	/** How much would move from this node if another ring came. */
	public Moving moving(Basis basis, String node, RingDescription next) {
		return use(Mode::mayCompare, (database) -> {
			Move move = new Move(node, basis.require(database.contents()), next);
			return database.read(basis::require, move::count);
		});
	}

	/**
	 * Keeps each entry unless there is a newer one.
	 * @param repair whether they may take the place of damaged ones
	 */
	public void put(List<EntryPage.Item> entries, Basis basis, boolean repair) {
		change(Mode::mayWrite, (database) -> {
			database.put((known) -> basis.place(entries, known), repair, bytes(entries));
			return true;
		});
	}

	/** Keeps each entry in a version above that of what is there. */
	public List<Put> putNext(List<EntryPage.Item> entries, Basis basis) {
		return change(Mode::mayWriteNext,
				(database) -> database.putNext((known) -> basis.place(entries, known), bytes(entries)));
	}

	/** Keeps each entry unless a newer one is there, or the same one whole. */
	public void bring(List<EntryPage.Item> entries, Basis basis) {
		change(Mode::mayWrite, (database) -> {
			database.bring((known) -> basis.place(entries, known), bytes(entries));
			return true;
		});
	}

	private static int bytes(List<EntryPage.Item> entries) {
		return entries.stream().mapToInt((entry) -> entry.body().length).sum();
	}

	/**
	 * Knows the state of the ring that a call goes by from now on. A store that it bans
	 * begins a new file, and is another store from then on.
	 * @throws StaleException if it knows a later one
	 */
	public void know(KnownRing ring, Basis basis) {
		if (isBanned(ring)) {
			beginAnew(ring, basis);
		}
		change(Mode::mayWrite, (database) -> {
			database.know(ring, basis::requireToRead);
			return true;
		});
		this.cleaner.wake();
	}

	private boolean isBanned(KnownRing ring) {
		return identity().filter((identity) -> ring.description().banned().contains(identity.store())).isPresent();
	}

	private void beginAnew(KnownRing ring, Basis basis) {
		this.lock.writeLock().lock();
		try {
			if (isBanned(ring) && this.file != null && !this.ended) {
				Identity banned = identity().orElseThrow();
				basis.requireNotStale(banned);
				closeDatabase();
				this.file.ban(ring);
				open(this.file);
				log.warn("The ring has given up this node's store {}; a new file takes its place.", banned.store());
			}
		}
		catch (IOException ex) {
			WriteFailedException failed = new WriteFailedException("can't move its banned file: " + ex, ex);
			become((now) -> now.failing(failed));
			throw failed;
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	/**
	 * Refuses calls by earlier terms from now on.
	 * @return what it says of itself after that
	 * @throws StaleException if it has promised that before, or a later one
	 */
	public StoreStatus promise(long term) {
		change(Mode::mayWrite, (database) -> {
			database.promise(term, (known) -> {
				Identity identity = Objects.requireNonNull(known.identity());
				if (identity.promised() >= term) {
					throw new StaleException(identity.fence());
				}
			});
			return true;
		});
		return status();
	}

	/**
	 * Deletes what this store is no replica of, now that enough stores know the state of
	 * the ring that says so.
	 * @throws StaleException if it knows a later one
	 * @throws MissingStateException if it knows only an earlier one
	 */
	public void clean(Basis basis) {
		this.cleaner.clean(use(Mode::mayWrite, (database) -> basis.require(database.contents())));
	}

	/**
	 * Goes on while nothing about which store it is and what it knows of the ring has
	 * changed.
	 */
	private static void requireSame(Identity expected, Contents known) {
		if (!expected.equals(known.identity())) {
			throw new StaleException(String.valueOf(known.ring()));
		}
	}

	/** Keys that come after another, as long as nothing else is known. */
	KeyPage keys(Identity identity, String after) {
		return use(Mode::mayWrite, (database) -> database.read((known) -> requireSame(identity, known),
				(reader) -> reader.keys("", after, EntryLimits.PAGE)));
	}

	/** Deletes what is for these keys, as long as nothing else is known. */
	int delete(Identity identity, List<String> keys) {
		return use(Mode::mayWrite, (database) -> database.delete((known) -> {
			requireSame(identity, known);
			return keys;
		}));
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
	 * Puts a new file in the place of a damaged one, which is kept aside. It is the same
	 * store, and knows the same of the ring.
	 * @param basis null: somebody wants it who knows no better
	 * @throws WrongModeException if it is not damaged
	 * @throws WriteFailedException if the damaged one can't be moved
	 */
	public void renew(@Nullable Basis basis) {
		this.lock.writeLock().lock();
		try {
			if (this.file == null || !this.mode.is(State.DAMAGED)) {
				throw new WrongModeException("Only a damaged store is renewed; this one is not.");
			}
			if (basis != null) {
				basis.requireStore(identity().orElse(null));
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
	 * @param basis null: somebody accepts the loss
	 * @throws WrongModeException if it is neither recovering nor ready
	 */
	public void recovered(@Nullable Basis basis) {
		Mode now = this.mode;
		if (now.is(State.READY)) {
			return;
		}
		if (!now.is(State.RECOVERING)) {
			throw new WrongModeException(
					"Only a store that recovers can have recovered; this node %s.".formatted(now.why()));
		}
		use(Mode::mayCompare, (database) -> database.recovered((known) -> {
			if (basis != null) {
				basis.require(known);
			}
		}));
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
			this.cleaner.wake();
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
			this.cleaner.close();
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
