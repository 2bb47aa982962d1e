package dev.hashring.ring;

import java.util.List;

/**
 * What moves when one ring takes the place of another.
 *
 * @param arcs every position that gets another owner, in as few arcs as possible,
 * clockwise from position 0
 * @param movedShare the fraction of the ring that they make up, 0 to 1
 */
public record RingChange(List<MovedArc> arcs, double movedShare) {

	static RingChange between(HashRing before, HashRing after) {
		if (before.isEmpty() || after.isEmpty()) {
			// Without an owner before and after, no key moves.
			return new RingChange(List.of(), 0);
		}
		List<MovedArc> arcs = Assignment.difference(Assignment.of(before, 1), Assignment.of(after, 1))
			.stream()
			.map((arc) -> new MovedArc(arc.from(), arc.to(), arc.before().get(0), arc.after().get(0)))
			.toList();
		long moved = arcs.stream().mapToLong((arc) -> before.length(arc.from(), arc.to())).sum();
		return new RingChange(arcs, (double) moved / before.size());
	}

}
