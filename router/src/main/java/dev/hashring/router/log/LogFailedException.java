package dev.hashring.router.log;

/**
 * The ring log can't be written, so the ring is as it was. The message is a sentence.
 */
public class LogFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LogFailedException(Exception cause) {
		super("The ring is as before, since its next state can't be written: %s.".formatted(cause), cause);
	}

}
