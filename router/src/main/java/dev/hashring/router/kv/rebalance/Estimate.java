package dev.hashring.router.kv.rebalance;

import java.util.Collection;
import java.util.List;

import dev.hashring.protocol.Moving;
import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.kv.replication.Polls;
import dev.hashring.router.kv.replication.Stores;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;

import org.springframework.stereotype.Component;

/**
 * How many entries a change of the ring moves. Each member counts those whose owner it
 * is.
 */
@Component
public class Estimate {

	private final Stores stores;

	private final Polls polls;

	private final Machine machine;

	Estimate(Stores stores, Polls polls, Machine machine) {
		this.stores = stores;
		this.polls = polls;
		this.machine = machine;
	}

	/**
	 * Counts what would move; members that give no answer count as having nothing.
	 * @param next a joint state on the way to the ring that is wanted
	 */
	public Moving of(RingState state, RingState next) {
		return of(state.members().values(), state, next);
	}

	/** The same of what these members own. */
	Moving of(Collection<Member> members, RingState state, RingState next) {
		Deadline deadline = this.machine.deadline(state);
		return this.polls
			.askAll(List.copyOf(members), deadline, (member) -> this.stores.moving(state, member, next, deadline))
			.answers()
			.values()
			.stream()
			.reduce(Moving.NONE, Moving::plus);
	}

}
