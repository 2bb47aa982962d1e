package dev.hashring.router.kv.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.hashring.protocol.PositionRange;
import dev.hashring.ring.Arc;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;

/**
 * A ring in ranges of positions, each with the members that keep its entries. No range is
 * longer than a 256th of the ring, so that a difference in one concerns few keys.
 */
final class Ranges {

	private static final int PIECES = 256;

	private Ranges() {
	}

	static Map<PositionRange, List<Member>> of(RingState state) {
		Map<PositionRange, List<Member>> ranges = new LinkedHashMap<>();
		for (Arc arc : state.ring().arcs()) {
			List<Member> members = state.replicas(arc.to());
			withoutWrap(arc, state.ring().size())
				.forEach((range) -> cut(range, state.ring().size()).forEach((piece) -> ranges.put(piece, members)));
		}
		return ranges;
	}

	private static List<PositionRange> withoutWrap(Arc arc, long size) {
		if (arc.from() < arc.to()) {
			return List.of(new PositionRange(arc.from() + 1, arc.to()));
		}
		List<PositionRange> ranges = new ArrayList<>(List.of(new PositionRange(0, arc.to())));
		if (arc.from() + 1 < size) {
			ranges.add(new PositionRange(arc.from() + 1, size - 1));
		}
		return ranges;
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
