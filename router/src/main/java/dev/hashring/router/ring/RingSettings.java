package dev.hashring.router.ring;

import dev.hashring.protocol.RingShape;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.hashring.ring.InvalidRingException;

/**
 * The settings of the ring, which can change while it lives. As JSON they are one flat
 * object, without the groups.
 *
 * @param shape what the ring looks like
 * @param failOver who answers for a key if its owner does not
 * @param timing how long the router waits
 * @param replicas how many members keep each entry
 */
public record RingSettings(@JsonUnwrapped RingShape shape, @JsonUnwrapped FailOver failOver,
		@JsonUnwrapped Timing timing, int replicas) {

	/** The settings of the original. */
	public static final RingSettings DEFAULT = new RingSettings(RingShape.DEFAULT, FailOver.DEFAULT, Timing.DEFAULT, 1);

	/** The most replicas that an entry may have. */
	public static final int MAX_REPLICAS = 9;

	public RingSettings {
		if (replicas < 1 || replicas > MAX_REPLICAS) {
			throw new InvalidRingException(
					"ring.replicas is %s, but it has to be from 1 to %s.".formatted(replicas, MAX_REPLICAS));
		}
	}

	/** How many replicas decide: any two majorities have a member in common. */
	public int majority() {
		return this.replicas / 2 + 1;
	}

	/** Whether a key whose owner is away goes to the next member. */
	public boolean failsOver() {
		return this.failOver.onOwnerFailure() == FailOver.OnOwnerFailure.NEXT_NODE;
	}

}
