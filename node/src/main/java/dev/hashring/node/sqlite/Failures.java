package dev.hashring.node.sqlite;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import org.springframework.dao.IncorrectResultSizeDataAccessException;

/**
 * What a failure of SQLite means to a store.
 */
final class Failures {

	private static final int PRIMARY = 0xFF;

	/** A disk that does not give back what is on it. */
	private static final Set<SQLiteErrorCode> UNREADABLE = EnumSet.of(SQLiteErrorCode.SQLITE_IOERR_READ,
			SQLiteErrorCode.SQLITE_IOERR_SHORT_READ);

	private Failures() {
	}

	/** While something was read. */
	static RuntimeException reading(Exception failure) {
		return (isDamage(failure) || hasLostSomething(failure)) ? new DamagedFileException(sentence(failure), failure)
				: new IllegalStateException("The store can't be read just now: " + sentence(failure), failure);
	}

	/** While the file was opened. */
	static RuntimeException opening(Exception failure) {
		return hasLostSomething(failure) ? new DamagedFileException(sentence(failure), failure) : writing(failure);
	}

	private static boolean hasLostSomething(Exception failure) {
		// What SQLite calls an error in the statement: a table is gone.
		boolean hasLostTable = primary(failure) == SQLiteErrorCode.SQLITE_ERROR.code;
		return hasLostTable || failure instanceof IncorrectResultSizeDataAccessException;
	}

	/** While something was written. */
	static RuntimeException writing(Throwable failure) {
		if (failure instanceof DamagedFileException damage) {
			return damage;
		}
		if (isDamage(failure)) {
			return new DamagedFileException(sentence(failure), failure);
		}
		boolean full = primary(failure) == SQLiteErrorCode.SQLITE_FULL.code;
		return new WriteFailedException(full ? "has a full disk" : "can't write: " + sentence(failure), failure);
	}

	private static boolean isDamage(Throwable failure) {
		int code = primary(failure);
		SQLiteException sqlite = sqlite(failure);
		return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code
				|| (sqlite != null && UNREADABLE.contains(sqlite.getResultCode()));
	}

	private static int primary(Throwable failure) {
		SQLiteException sqlite = sqlite(failure);
		return (sqlite != null) ? sqlite.getResultCode().code & PRIMARY : -1;
	}

	private static @Nullable SQLiteException sqlite(@Nullable Throwable failure) {
		while (failure != null && !(failure instanceof SQLiteException)) {
			failure = failure.getCause();
		}
		return (SQLiteException) failure;
	}

	private static String sentence(Throwable failure) {
		SQLiteException sqlite = sqlite(failure);
		return String.valueOf(((sqlite != null) ? sqlite : failure).getMessage());
	}

}
