package dev.hashring.ring;

/**
 * There can be no ring like the one that was asked for. The message is a sentence that
 * says why.
 */
public class InvalidRingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	public InvalidRingException(String sentence) {
		super(sentence);
	}

}
