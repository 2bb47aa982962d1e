package dev.hashring.router.kv.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.hashring.protocol.PositionRange;
import dev.hashring.ring.Assignment;
import dev.hashring.ring.ReplicaArc;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.Placed;

/**
 * A ring in ranges of positions, each with the members that keep its entries. No range is
 * longer than a 256th of the ring, so that a difference in one concerns few keys.
 */
public final class Ranges {

	private static final int PIECES = 256;

	private Ranges() {
	}

	/** All ranges of a ring, with the members that keep their entries. */
	static Map<PositionRange, List<Member>> of(Placed placed) {
		Map<PositionRange, List<Member>> ranges = new LinkedHashMap<>();
		for (ReplicaArc arc : Assignment.of(placed.ring(), placed.settings().replicas()).arcs()) {
			List<Member> members = arc.members().stream().map(placed::member).toList();
			of(arc.from(), arc.to(), placed.ring().size()).forEach((range) -> ranges.put(range, members));
		}
		return ranges;
	}

	/**
	 * The positions of an arc.
	 * @param from the position before the first
	 * @param to the last; where both are the same it is the whole ring
	 */
	public static List<PositionRange> of(long from, long to, long size) {
		return PositionRange.ofArc(from, to, size).stream().flatMap((range) -> cut(range, size).stream()).toList();
	}

	private static List<PositionRange> cut(PositionRange range, long size) {
		long length = Math.max(1, size / PIECES);
		List<PositionRange> pieces = new ArrayList<>();
		for (long from = range.from(); from <= range.to(); from += length) {
			pieces.add(new PositionRange(from, Math.min(range.to(), from + length - 1)));
		}
		return pieces;
	}

}
