package dev.hashring.router.ring;

/**
 * The ring has no members, so no key has an owner.
 */
public class EmptyRingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	EmptyRingException() {
		super("The ring has no members, so no member owns this key.");
	}

}
