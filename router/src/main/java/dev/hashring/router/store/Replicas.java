package dev.hashring.router.store;

import java.util.List;

import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;

/**
 * Who keeps the entry for a key: the first members of its preference list, by the ring
 * alone, whoever is up.
 *
 * @param state the ring that says so
 * @param members the owner first; fewer than the settings want if the ring has fewer
 */
record Replicas(RingState state, String key, long position, List<Member> members) {

	/**
	 * The replicas of a key.
	 * @throws dev.hashring.web.Refusal with status 503 if the ring has no members
	 */
	static Replicas of(RingState state, String key) {
		state.requireMembers();
		long position = state.ring().position(key);
		return new Replicas(state, key, position, state.replicas(position));
	}

	/** How many decide: any two majorities have a member in common. */
	int majority() {
		return this.state.settings().majority();
	}

}
