package dev.hashring.router.kv.rebalance;

import java.util.ArrayList;
import java.util.List;

import dev.hashring.protocol.PositionRange;
import dev.hashring.ring.Assignment;
import dev.hashring.ring.MovedReplicas;
import dev.hashring.ring.ReplicaArc;
import dev.hashring.router.kv.replication.Ranges;
import dev.hashring.router.kv.replication.Replicas;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.Placed;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

/**
 * Some positions of the ring whose entries get other keepers.
 *
 * @param range the positions, on the ring that holds
 * @param from the members that keep them now
 * @param to the members that will; null if that differs from key to key, since keys lie
 * elsewhere on the next ring
 */
record Part(PositionRange range, List<Member> from, @Nullable List<Member> to) {

	/** All parts of a joint state. */
	static List<Part> of(RingState state) {
		Placed now = state.now();
		Placed later = state.later();
		List<Part> parts = new ArrayList<>();
		if (!now.ring().keysLieAsOn(later.ring())) {
			for (ReplicaArc arc : assignment(now).arcs()) {
				Replicas replicas = replicas(state, now, arc.members(), List.of());
				Ranges.of(arc.from(), arc.to(), now.ring().size())
					.forEach((range) -> parts.add(new Part(range, replicas.now(), null)));
			}
			return parts;
		}
		// A new store is another keeper, though its member is the same.
		List<MovedReplicas> moved = hasNewStores(now, later) ? Assignment.overlay(assignment(now), assignment(later))
				: Assignment.difference(assignment(now), assignment(later));
		for (MovedReplicas arc : moved) {
			Replicas replicas = replicas(state, now, arc.before(), arc.after().stream().map(later::member).toList());
			if (!replicas.isSettled()) {
				Ranges.of(arc.from(), arc.to(), now.ring().size())
					.forEach((range) -> parts.add(new Part(range, replicas.now(), replicas.later())));
			}
		}
		return parts;
	}

	private static Replicas replicas(RingState state, Placed now, List<String> before, List<Member> after) {
		return Replicas.of(state, before.stream().map(now::member).toList(), after);
	}

	private static Assignment assignment(Placed placed) {
		return Assignment.of(placed.ring(), placed.settings().replicas());
	}

	private static boolean hasNewStores(Placed now, Placed later) {
		return later.members()
			.values()
			.stream()
			.anyMatch(
					(member) -> now.members().containsKey(member.id()) && !now.member(member.id()).hasStoreOf(member));
	}

}
