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

	public DatabaseFile(Path folder) {
		this.folder = folder;
		this.file = folder.resolve("store.db");
	}

	/**
	 * Makes the file if it is not there, as a whole: one that is there and empty has been
	 * damaged. It has to recover if damaged ones lie beside it.
	 */
	void createIfMissing() throws IOException, SQLException {
		if (Files.exists(this.file)) {
			return;
		}
		// What a damaged file left behind would be read into the new one.
		moveAside();
		Path next = this.folder.resolve("store.next");
		deleteAll(next);
		try (Connection connection = dataSource(next, false).getConnection()) {
			Schema.create(connection, hasDamagedOnes());
		}
		Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);
		WholeFile.syncFolder(this.file);
	}

	private boolean hasDamagedOnes() throws IOException {
		try (DirectoryStream<Path> found = Files.newDirectoryStream(this.folder, "store.damaged-*")) {
			return found.iterator().hasNext();
		}
	}

	/** Moves it aside, under a name with {@code damaged} and the time. */
	public void moveAside() throws IOException {
		Path aside = this.folder.resolve("store.damaged-" + TIME.format(Instant.now()) + ".db");
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
		if (!readOnly) {
			config.setJournalMode(JournalMode.WAL);
			config.setSynchronous(SynchronousMode.FULL);
		}
		SQLiteDataSource source = new SQLiteDataSource(config);
		source.setUrl("jdbc:sqlite:" + file);
		return source;
	}

}
