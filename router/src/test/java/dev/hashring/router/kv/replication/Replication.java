package dev.hashring.router.kv.replication;

import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.Memory;

/**
 * All parts of replication in one router, over any stores and on any machine.
 *
 * @param registerFencing the fencing that reads and writes use: the same, unless their
 * quorums are broken on purpose
 */
public record Replication(Fencing fencing, Fencing registerFencing, Holdings holdings, Recovery recovery, Polls polls,
		Repairs repairs, CatchUp catchUp) {

	/**
	 * What is broken on purpose.
	 *
	 * @param quorums the state by which reads and writes go, in place of the real one
	 * @param writeBack the replicas that a read writes back to, in place of the real ones
	 * @param isAgreed whether a state counts as agreed though too few know it
	 */
	public record Flaws(UnaryOperator<RingState> quorums, UnaryOperator<Replicas> writeBack, boolean isAgreed) {

		public static final Flaws NONE = new Flaws(UnaryOperator.identity(), UnaryOperator.identity(), false);

	}

	public static Replication of(LiveRing ring, Stores stores, Entries entries, ToldStates states, Memory memory,
			Machine machine, Predicate<Member> isUp, Flaws flaws) {
		Polls polls = new Polls(isUp, machine);
		Holdings holdings = new Holdings(ring, stores, polls);
		Recovery recovery = new Recovery(ring, stores, holdings, states, machine);
		Fencing fencing = fencing(ring, stores, states, polls, recovery, machine, flaws, UnaryOperator.identity());
		Fencing forRegister = flaws.equals(Flaws.NONE) ? fencing
				: fencing(ring, stores, states, polls, recovery, machine, flaws, flaws.quorums());
		Repairs repairs = new Repairs(entries, polls, memory, machine) {
			@Override
			public Set<Member> writeBack(Seen seen, Deadline deadline) {
				return super.writeBack(new Seen(flaws.writeBack().apply(seen.replicas()), seen.result()), deadline);
			}
		};
		CatchUp catchUp = new CatchUp(ring, stores, states, holdings, recovery,
				new AntiEntropy(stores, repairs, machine), machine);
		return new Replication(fencing, forRegister, holdings, recovery, polls, repairs, catchUp);
	}

	private static Fencing fencing(LiveRing ring, Stores stores, ToldStates states, Polls polls, Recovery recovery,
			Machine machine, Flaws flaws, UnaryOperator<RingState> quorums) {
		return new Fencing(ring, stores, states, polls, recovery, machine) {
			@Override
			public RingState state(Deadline deadline) {
				if (flaws.isAgreed()) {
					recovery.require(deadline);
					return ring.state();
				}
				return quorums.apply(super.state(deadline));
			}
		};
	}

}
