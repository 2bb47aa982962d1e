package dev.hashring.router.ring;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.hashring.protocol.PlacementMode;
import dev.hashring.protocol.RingShape;
import dev.hashring.ring.Arc;
import dev.hashring.ring.HashRing;
import dev.hashring.ring.InvalidRingException;

/**
 * Gives members their positions.
 */
public final class Seats {

	private Seats() {
	}

	/**
	 * These members by id, in fixed placement each with a position: one without gets the
	 * middle of the arc that is the widest by then, in the order of ids.
	 * @throws InvalidRingException if two have the same id, or they are too many
	 */
	public static SortedMap<String, Member> in(RingShape shape, Collection<Member> members) {
		SortedMap<String, Member> byId = new TreeMap<>();
		for (Member member : members) {
			if (byId.put(member.id(), member) != null) {
				throw new InvalidRingException("Two members have the id %s.".formatted(member.id()));
			}
		}
		long room = (shape.placement() == PlacementMode.FIXED) ? shape.size() : RingShape.MAX_MEMBERS;
		if (members.size() > Math.min(room, RingShape.MAX_MEMBERS)) {
			throw new InvalidRingException((room < RingShape.MAX_MEMBERS)
					? "A ring of %s positions has no room for %s members.".formatted(room, members.size())
					: "A ring has at most %s members, not %s.".formatted(RingShape.MAX_MEMBERS, members.size()));
		}
		if (shape.placement() == PlacementMode.FIXED) {
			giveMissingPositions(shape, byId);
		}
		return Collections.unmodifiableSortedMap(byId);
	}

	private static void giveMissingPositions(RingShape shape, SortedMap<String, Member> members) {
		for (Member member : members.values().toArray(Member[]::new)) {
			if (member.position() == null) {
				HashRing soFar = shape.ring(members.values()
					.stream()
					.filter((other) -> other.position() != null)
					.map(Member::place)
					.toList());
				members.put(member.id(), member.at(middleOfWidestArc(soFar)));
			}
		}
	}

	private static long middleOfWidestArc(HashRing ring) {
		long width = 0;
		long middle = 0;
		for (Arc arc : ring.arcs()) {
			long length = Math.floorMod(arc.to() - arc.from() - 1, ring.size()) + 1;
			if (length > width) {
				width = length;
				middle = (arc.from() + length / 2) % ring.size();
			}
		}
		return middle;
	}

}
