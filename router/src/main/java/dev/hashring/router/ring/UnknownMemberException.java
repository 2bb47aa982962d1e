package dev.hashring.router.ring;

/**
 * The ring has no member of that id.
 */
public class UnknownMemberException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownMemberException(String id) {
		super("There is no member %s.".formatted(id));
	}

}
