package dev.hashring.router.kv.rebalance;

import java.util.Optional;

import dev.hashring.router.ring.Member;

/**
 * Is told of what becomes of a rebalance.
 */
public interface Observer {

	void began(Progress progress);

	void moved(Member to, long keys, long bytes, Progress progress);

	/**
	 * It is over.
	 * @param isDone false if it was cancelled
	 */
	void ended(Progress progress, boolean isDone);

	/** A round is over, and the rebalance is not. */
	default void goesOn(Progress progress) {
	}

	/** How far another router is that runs one. */
	default Optional<Progress> elsewhere() {
		return Optional.empty();
	}

}
