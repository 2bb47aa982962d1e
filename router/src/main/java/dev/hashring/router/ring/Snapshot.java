package dev.hashring.router.ring;

import java.util.List;

/**
 * All that a state of the ring follows from, small enough to be kept.
 *
 * @param epoch a number that grows by one with each change of the ring
 * @param settings what the ring looks like, and how it treats failures
 * @param members who is in it
 * @param retired which processes must not join again by themselves
 */
public record Snapshot(long epoch, RingSettings settings, List<Member> members, List<Instance> retired) {

	/**
	 * A process of a node: the member's id, and a name that is another after each start.
	 */
	public record Instance(String member, String name) {
	}

}
