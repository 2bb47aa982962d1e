package dev.hashring.router.kv.replication;

import java.util.Collection;
import java.util.List;

import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;

/**
 * The members that keep the entry for a key: the first ones of its preference list. The
 * ring alone decides, not who is up.
 *
 * @param state the ring that says so
 * @param members the owner first; fewer than the settings want if the ring has fewer
 */
public record Replicas(RingState state, String key, long position, List<Member> members) {

	/**
	 * The replicas of a key.
	 * @throws dev.hashring.router.ring.EmptyRingException if the ring has no members
	 */
	public static Replicas of(RingState state, String key) {
		state.requireMembers();
		long position = state.ring().position(key);
		return new Replicas(state, key, position, state.replicas(position));
	}

	/** How many decide: any two majorities have a member in common. */
	public int majority() {
		return this.state.settings().majority();
	}

	/** Whether a majority of these replicas is among some members. */
	public boolean isMajority(Collection<Member> some) {
		return some.stream().filter(this.members::contains).count() >= majority();
	}

}
