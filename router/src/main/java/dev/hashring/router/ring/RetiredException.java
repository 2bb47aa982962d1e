package dev.hashring.router.ring;

/**
 * A process that wants to join by itself was taken out of the ring before, or another
 * process of the same node has taken its place.
 */
public class RetiredException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RetiredException(String member) {
		super("This process of %s was taken out of the ring, or another one has taken its place. Start it anew to join again."
			.formatted(member));
	}

}
