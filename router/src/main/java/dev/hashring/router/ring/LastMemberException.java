package dev.hashring.router.ring;

/**
 * A member can't leave, since it is the last one and keeps entries.
 */
public class LastMemberException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LastMemberException() {
		super("The last member keeps values, so it can't leave. Delete them with DELETE /kv?prefix=, or give them up with ?abandon=true.");
	}

}
