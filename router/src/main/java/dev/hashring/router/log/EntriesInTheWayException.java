package dev.hashring.router.log;

/**
 * Members hold entries, and a change would move a part of the ring.
 */
public class EntriesInTheWayException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	EntriesInTheWayException() {
		super("The nodes keep key-value pairs, and this change would move a part of the ring. That is not possible yet. Deleted keys count, too.");
	}

}
