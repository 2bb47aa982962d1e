package dev.hashring.router.kv.replication;

/**
 * Too few stores know the state of the ring that the router goes by, so it can't be acted
 * on.
 */
public class NotAgreedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	NotAgreedException() {
		super("Too few members have confirmed the ring as it is now, so values can't be read or written. Try again soon.");
	}

}
