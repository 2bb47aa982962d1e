package dev.hashring.router.ring;

import dev.hashring.protocol.RingShape;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hashring.ring.InvalidRingException;

/**
 * Who answers for a key if its owner does not.
 *
 * @param onOwnerFailure what happens to a key whose owner is away
 * @param maxAttempts how many members are tried for one request, with {@code next-node}
 * @param boundedLoad how many times the mean of requests in flight a member may have
 * before others get its keys; 0 for any
 */
public record FailOver(OnOwnerFailure onOwnerFailure, int maxAttempts, double boundedLoad) {

	/** As the original does it: the owner alone is asked. */
	public static final FailOver DEFAULT = new FailOver(OnOwnerFailure.FAIL, 3, 0);

	public FailOver {
		if (maxAttempts < 1 || maxAttempts > RingShape.MAX_MEMBERS) {
			throw new InvalidRingException("ring.max-attempts is %s, but it has to be from 1 to %s."
				.formatted(maxAttempts, RingShape.MAX_MEMBERS));
		}
		if (boundedLoad != 0 && !(boundedLoad >= 1 && boundedLoad <= 1_000_000)) {
			throw new InvalidRingException("ring.bounded-load is %s, but it has to be 0 (off), or from 1 to a million."
				.formatted(boundedLoad));
		}
	}

	/** What happens to a key whose owner is away. */
	public enum OnOwnerFailure {

		/** The answer is a 500. */
		@JsonProperty("fail")
		FAIL,

		/** The next member of the preference list answers it. */
		@JsonProperty("next-node")
		NEXT_NODE

	}

}
