package dev.hashring.router.log;

import org.jspecify.annotations.Nullable;

/**
 * The ring log can't be written, or not be asked. The message is a sentence.
 */
public class LogFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private LogFailedException(String sentence, @Nullable Exception cause) {
		super(sentence, cause);
	}

	/** A state can't be written, so the ring is as it was. */
	static LogFailedException unwritten(Exception cause) {
		return new LogFailedException(
				"The ring is as before, since its next state can't be written: %s.".formatted(cause), cause);
	}

	/** Nothing was even tried. */
	public static LogFailedException unreachable(@Nullable Exception cause) {
		return new LogFailedException(
				"The ring is as before: this router can't reach ZooKeeper, which has to know of each change.", cause);
	}

	/** The connection ended before the answer. */
	public static LogFailedException unknown(Exception cause) {
		return new LogFailedException(
				"ZooKeeper did not answer, so the ring may have changed, or not. Look at it before you try again.",
				cause);
	}

}
