package dev.hashring.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What moves when one ring takes the place of another.
 *
 * @param arcs every position that gets another owner, in as few arcs as possible,
 * clockwise from position 0
 * @param movedShare the fraction of the ring that they make up, 0 to 1
 */
public record RingChange(List<MovedArc> arcs, double movedShare) {

	/*
	 * Between two neighbours among the points of both rings neither owner changes, so it
	 * is enough to ask each ring once for each of these points.
	 */
	static RingChange between(HashRing before, HashRing after) {
		if (before.isEmpty() || after.isEmpty()) {
			// Nobody's keys don't move.
			return new RingChange(List.of(), 0);
		}
		TreeSet<Long> borders = new TreeSet<>();
		before.arcs().forEach((arc) -> borders.add(arc.to()));
		after.arcs().forEach((arc) -> borders.add(arc.to()));
		List<MovedArc> arcs = new ArrayList<>();
		long moved = 0;
		long from = borders.last();
		for (long to : borders) {
			String was = before.owner(to);
			String is = after.owner(to);
			if (!was.equals(is)) {
				moved += before.length(from, to);
				append(arcs, new MovedArc(from, to, was, is));
			}
			from = to;
		}
		joinEnds(arcs);
		return new RingChange(List.copyOf(arcs), (double) moved / before.size());
	}

	private static void append(List<MovedArc> arcs, MovedArc next) {
		MovedArc last = arcs.isEmpty() ? null : arcs.get(arcs.size() - 1);
		if (last != null && continues(last, next)) {
			arcs.set(arcs.size() - 1, new MovedArc(last.from(), next.to(), last.before(), last.after()));
		}
		else {
			arcs.add(next);
		}
	}

	/**
	 * The arc that ends past position 0 may be the start of the one that begins there.
	 */
	private static void joinEnds(List<MovedArc> arcs) {
		if (arcs.size() > 1 && continues(arcs.get(arcs.size() - 1), arcs.get(0))) {
			MovedArc last = arcs.remove(arcs.size() - 1);
			arcs.set(0, new MovedArc(last.from(), arcs.get(0).to(), last.before(), last.after()));
		}
	}

	private static boolean continues(MovedArc arc, MovedArc next) {
		return arc.to() == next.from() && arc.before().equals(next.before()) && arc.after().equals(next.after());
	}

}
