package dev.hashring.node.sqlite;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.KnownRing;
import dev.hashring.protocol.Version;

import org.springframework.dao.DataAccessException;

/**
 * Entries in an SQLite file, at most one for each key. What was put is found by every
 * call that begins later. May be used from many threads at once. All methods but
 * {@link #contents()} throw {@link DamagedFileException} once they meet damage.
 */
public final class Database implements AutoCloseable {

	private static final int READERS = 4;

	/** Keys whose bodies are known to be damaged, and their positions. */
	private final Map<String, Long> damaged = new ConcurrentHashMap<>();

	private final Writer writer;

	private final GroupCommit changes;

	/** Those that are not in use. */
	private final BlockingQueue<Reader> readers = new LinkedBlockingQueue<>();

	private Database(DatabaseFile file) throws SQLException {
		this.writer = new Writer(upgraded(file.writer()), file.id());
		this.changes = new GroupCommit(this.writer);
		try {
			while (this.readers.size() < READERS) {
				this.readers.add(new Reader(file.reader(), this.damaged));
			}
		}
		catch (SQLException ex) {
			close();
			throw ex;
		}
	}

	private static Connection upgraded(Connection connection) throws SQLException {
		try {
			Schema.upgrade(connection);
			return connection;
		}
		catch (RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * Opens a file, or a new one if there is none.
	 * @throws DamagedFileException if it is not SQLite's, or its log is damaged
	 * @throws WriteFailedException if it can't be written
	 */
	public static Database open(DatabaseFile file) {
		try {
			file.createIfMissing();
			file.checkLog();
			return new Database(file);
		}
		catch (IOException | SQLException | DataAccessException ex) {
			throw Failures.opening(ex);
		}
	}

	/** What it holds in all, without a look at the disk. */
	public Contents contents() {
		return this.writer.contents();
	}

	/**
	 * Reads everything once, and checks it.
	 * @throws DamagedFileException if what it holds can't be trusted
	 * @throws WriteFailedException if it can't be read just now
	 */
	public void check() {
		try {
			this.writer.found(read(Reader::contents));
			read(Reader::check);
		}
		catch (IOException | IllegalStateException ex) {
			throw Failures.writing(ex);
		}
	}

	/**
	 * Reads something, by a state of the ring that holds all the while: it is checked
	 * before, and again afterwards, when a later one is announced before it holds.
	 * @param check throws if this may not be read by what the store knows
	 */
	public <T> T read(Consumer<Contents> check, Function<Reader, T> reading) {
		check.accept(contents());
		T read = read(reading);
		check.accept(this.writer.announced());
		return read;
	}

	private <T> T read(Function<Reader, T> reading) {
		Reader reader = free();
		try {
			return reading.apply(reader);
		}
		catch (DataAccessException ex) {
			throw Failures.reading(ex);
		}
		finally {
			this.readers.add(reader);
		}
	}

	private Reader free() {
		try {
			return this.readers.take();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
	}

	/**
	 * Keeps each of these entries unless there is one of a version at least as high. On
	 * return, that one or this is on disk.
	 * @param entries made of what the store knows in that transaction; or refused
	 * @param repair whether they may replace damaged ones that are newer
	 * @param bytes how large they are, about
	 * @throws DamagedEntryException if there is a damaged one that is newer; those before
	 * it are kept
	 * @throws WriteFailedException if they can't be written; then nothing was changed
	 */
	public void put(Function<Contents, List<Entry>> entries, boolean repair, int bytes) {
		change(entries, bytes, (writer, next) -> {
			writer.put(next, repair);
			return true;
		}, (whole) -> whole);
	}

	/**
	 * Keeps each of these entries in place of what is there. On return they are on disk.
	 * @param entries the same, in any version: the writer stays, the counter becomes one
	 * above that of what is there
	 * @throws WriteFailedException if they can't be written; then nothing was changed
	 */
	public List<Put> putNext(Function<Contents, List<Entry>> entries, int bytes) {
		return change(entries, bytes, Writer::putNext, (put) -> true);
	}

	/**
	 * What a put has done.
	 *
	 * @param isNew whether there was no value before
	 */
	public record Put(Version version, boolean isNew) {
	}

	/**
	 * Keeps each of these entries unless there is one of a higher version, or a whole one
	 * of the same. On return all is on disk.
	 * @param entries made of what the store knows in that transaction; or refused
	 * @throws WriteFailedException if they can't be written; then nothing was changed
	 */
	public void bring(Function<Contents, List<Entry>> entries, int bytes) {
		change(entries, bytes, Writer::bring, (kept) -> kept);
	}

	private interface Putting<T> {

		T put(Writer writer, Entry entry) throws SQLException;

	}

	/**
	 * Changes entries.
	 * @param isWhole whether what is there for a key is known to be whole after that
	 */
	private <T> List<T> change(Function<Contents, List<Entry>> entries, int bytes, Putting<T> putting,
			Predicate<T> isWhole) {
		List<String> whole = new ArrayList<>();
		try {
			List<T> results = this.changes.make((writer) -> {
				List<T> made = new ArrayList<>();
				for (Entry entry : entries.apply(writer.next())) {
					T result = putting.put(writer, entry);
					made.add(result);
					if (isWhole.test(result)) {
						whole.add(entry.head().key());
					}
				}
				return made;
			}, bytes);
			whole.forEach(this.damaged::remove);
			return results;
		}
		catch (DamagedEntryException ex) {
			// Those before it are kept.
			whole.forEach(this.damaged::remove);
			throw ex;
		}
	}

	/**
	 * Deletes entries. On return they are gone from the disk.
	 * @param keys chosen by what the store knows in that transaction; or refused
	 * @return how many that were
	 * @throws WriteFailedException if that can't be written; then nothing was changed
	 */
	public int delete(Function<Contents, List<String>> keys) {
		return this.changes.make((writer) -> writer.delete(keys.apply(writer.next())), 0);
	}

	/**
	 * Knows a state of the ring from now on, and lays its entries where that wants them.
	 * On return it is on disk.
	 * @param check throws if the store knows a later one
	 * @throws WriteFailedException if it can't be written; then nothing was changed
	 */
	public void know(KnownRing ring, Consumer<Contents> check) {
		boolean elsewhere = this.changes.make((writer) -> {
			check.accept(writer.next());
			return !ring.equals(writer.next().ring()) && writer.know(ring);
		}, 0);
		if (elsewhere) {
			this.damaged.replaceAll((key, position) -> ring.now().position(key));
		}
	}

	/**
	 * Refuses calls by earlier terms from now on. On return that is on disk.
	 * @param check throws if it has promised that before
	 * @throws WriteFailedException if it can't be written; then nothing was changed
	 */
	public void promise(long term, Consumer<Contents> check) {
		this.changes.make((writer) -> {
			check.accept(writer.next());
			return writer.promise(term);
		}, 0);
	}

	/**
	 * Notes on disk that it has got back what a damaged one held.
	 * @param check throws if that can't be said by what the store knows
	 * @throws WriteFailedException if that can't be written
	 */
	public Contents recovered(Consumer<Contents> check) {
		return this.changes.make((writer) -> {
			check.accept(writer.next());
			return writer.recovered();
		}, 0);
	}

	/**
	 * Writes as much as the largest entry, and takes it away again.
	 * @return how many rows that were
	 * @throws WriteFailedException if it can't write
	 */
	public int tryToWrite() {
		// What is written and taken away in one transaction never reaches the disk.
		this.changes.make(Writer::fill, 0);
		return this.changes.make(Writer::clear, 0);
	}

	/** Ends it. No call may be under way. */
	@Override
	public void close() {
		this.changes.close();
		this.readers.forEach(Reader::close);
		this.writer.close();
	}

}
