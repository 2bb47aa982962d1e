package dev.hashring.router.kv.replication;

/**
 * A member holds entries that another ring put there.
 */
public class OtherRingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OtherRingException(String member, long epoch) {
		super(member + " keeps key-value pairs that another ring put there, that of epoch " + epoch
				+ ". Until the ring is that one again, nobody can say what is stored.");
	}

}
