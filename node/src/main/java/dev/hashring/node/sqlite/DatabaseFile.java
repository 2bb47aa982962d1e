package dev.hashring.node.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

import dev.hashring.node.entry.KnownRing;
import dev.hashring.web.WholeFile;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/**
 * The file {@code store.db} in the folder of a node, with the {@code -wal} and
 * {@code -shm} that SQLite puts beside it.
 */
public final class DatabaseFile {

	private static final String[] PARTS = { "", "-wal", "-shm" };

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS")
		.withZone(ZoneOffset.UTC);

	/** 16 MiB, so that a page which changes often is seldom copied into the file. */
	private static final int WAL_PAGES = 4_000;

	/** For somebody who looks into the file, in milliseconds. */
	private static final int PATIENCE = 2_000;

	private final Path folder;

	private final Path file;

	private final IdFile id;

	public DatabaseFile(Path folder) {
		this.folder = folder;
		this.id = new IdFile(folder);
		this.file = folder.resolve("store.db");
	}

	/**
	 * Makes the file if it is not there, as a whole: one that is there and empty has been
	 * damaged. If there was one, the new one is the same store and has to recover.
	 */
	void createIfMissing() throws IOException, SQLException {
		if (Files.exists(this.file)) {
			return;
		}
		// What a damaged file left behind would be read into the new one.
		moveAside();
		Optional<Identity> lost = this.id.read();
		boolean recovering = lost.isPresent() || hasDamagedOnes();
		create(recovering, lost.orElseGet(() -> Identity.made(recovering)));
	}

	private void create(boolean recovering, Identity identity) throws IOException, SQLException {
		Path next = this.folder.resolve("store.next");
		deleteAll(next);
		try (Connection connection = dataSource(next, false).getConnection()) {
			Schema.create(connection, recovering, identity);
		}
		Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);
		WholeFile.syncFolder(this.file);
	}

	private boolean hasDamagedOnes() throws IOException {
		try (DirectoryStream<Path> found = Files.newDirectoryStream(this.folder, "store.damaged-*")) {
			return found.iterator().hasNext();
		}
	}

	/** Where it is kept which store this is, for the file that takes its place. */
	IdFile id() {
		return this.id;
	}

	/** Which store this is, if that is kept beside the file. */
	public Optional<Identity> identity() throws IOException {
		return this.id.read();
	}

	/** Moves it aside, under a name with {@code damaged} and the time. */
	public void moveAside() throws IOException {
		moveAside("damaged");
	}

	/**
	 * Moves it aside, under a name with {@code banned} and the time, and begins a new one
	 * as another store, which knows this state of the ring.
	 */
	public void ban(KnownRing ring) throws IOException {
		Identity next = Identity.made(false).with(ring);
		// First, so that a file that is missing after a crash is not of the same store.
		this.id.keep(next);
		moveAside("banned");
		try {
			create(false, next);
		}
		catch (SQLException ex) {
			throw new IOException(ex);
		}
	}

	private void moveAside(String why) throws IOException {
		Path aside = this.folder.resolve("store." + why + "-" + TIME.format(Instant.now()) + ".db");
		for (String part : PARTS) {
			Path from = sibling(this.file, part);
			if (Files.exists(from)) {
				Files.move(from, sibling(aside, part), StandardCopyOption.ATOMIC_MOVE);
			}
		}
	}

	private static void deleteAll(Path file) throws IOException {
		for (String part : PARTS) {
			Files.deleteIfExists(sibling(file, part));
		}
	}

	private static Path sibling(Path file, String part) {
		return file.resolveSibling(file.getFileName() + part);
	}

	/**
	 * Looks at the log before SQLite does, which says nothing about damage there.
	 * @throws DamagedFileException if SQLite would leave out what was committed
	 */
	void checkLog() throws IOException {
		LogFile.check(sibling(this.file, "-wal"));
	}

	/** A connection that writes; a commit on it is on disk. */
	Connection writer() throws SQLException {
		Connection connection = dataSource(this.file, false).getConnection();
		try (Statement statement = connection.createStatement()) {
			statement.execute("PRAGMA wal_autocheckpoint = " + WAL_PAGES);
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/** A connection that reads. */
	Connection reader() throws SQLException {
		return dataSource(this.file, true).getConnection();
	}

	private static SQLiteDataSource dataSource(Path file, boolean readOnly) {
		SQLiteConfig config = new SQLiteConfig();
		config.setReadOnly(readOnly);
		config.setBusyTimeout(PATIENCE);
		// The driver would ask for the row id after each write.
		config.setGetGeneratedKeys(false);
		if (!readOnly) {
			config.setJournalMode(JournalMode.WAL);
			config.setSynchronous(SynchronousMode.FULL);
		}
		SQLiteDataSource source = new SQLiteDataSource(config);
		source.setUrl("jdbc:sqlite:" + file);
		return source;
	}

}
