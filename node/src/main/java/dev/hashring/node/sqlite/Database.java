package dev.hashring.node.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Layout;
import dev.hashring.node.sqlite.GroupCommit.Change;
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
		this.writer = new Writer(file.writer());
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
			throw Failures.writing(ex);
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
		catch (IllegalStateException ex) {
			throw Failures.writing(ex);
		}
	}

	/**
	 * Reads something.
	 * @throws OtherLayoutException if there are entries of another layout
	 */
	public <T> T read(Layout layout, Function<Reader, T> reading) {
		contents().refuseOther(layout);
		return read(reading);
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
	 * Keeps an entry unless there is one of a version at least as high. On return, that
	 * one or this is on disk.
	 * @param layout of the ring that puts it
	 * @param repair whether it may replace a damaged one that is newer
	 * @return whether it is kept
	 * @throws DamagedEntryException if there is a damaged one that is newer
	 * @throws OtherLayoutException if there are entries of another layout
	 * @throws WriteFailedException if it can't be written; then nothing was changed
	 */
	public boolean put(Entry entry, Layout layout, boolean repair) {
		return change((writer) -> writer.put(entry, layout, repair), entry);
	}

	/**
	 * Keeps an entry in place of what is there. On return it is on disk.
	 * @param entry in any version: its writer stays, its counter becomes one above that
	 * of what is there
	 * @param layout of the ring that puts it
	 * @throws OtherLayoutException if there are entries of another layout
	 * @throws WriteFailedException if it can't be written; then nothing was changed
	 */
	public Put putNext(Entry entry, Layout layout) {
		return change((writer) -> writer.putNext(entry, layout), entry);
	}

	/**
	 * What a put has done.
	 *
	 * @param isNew whether there was no value before
	 */
	public record Put(Version version, boolean isNew) {
	}

	private <T> T change(Change<T> change, Entry entry) {
		T result = this.changes.make(change, entry.body().length);
		this.damaged.remove(entry.head().key());
		return result;
	}

	/**
	 * Notes on disk that it has got back what a damaged one held.
	 * @throws WriteFailedException if that can't be written
	 */
	public Contents recovered() {
		return this.changes.make(Writer::recovered, 0);
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
