package dev.hashring.router.ring;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.hashring.hash.KetamaHash;
import dev.hashring.hash.NamedHash;
import dev.hashring.ring.Arc;
import dev.hashring.ring.HashRing;
import dev.hashring.ring.InvalidRingException;
import org.jspecify.annotations.Nullable;

/**
 * The settings that decide what a ring looks like, whoever its members are.
 *
 * @param size how many positions there are; by default 360 in fixed placement and
 * 2<sup>32</sup> in the others
 * @param virtualNodes points of a member of weight 1
 */
public record RingShape(PlacementMode placement, long size, NamedHash hash, int virtualNodes) {

	/** The shape of the original: each member at the one position it was given. */
	public static final RingShape DEFAULT = of(PlacementMode.FIXED, null, NamedHash.MD5, 160);

	/** The most points that a ring may have. */
	public static final int MAX_POINTS = 200_000;

	/** The most members that a ring may have. */
	public static final int MAX_MEMBERS = 1_000;

	public RingShape {
		if (size < 1 || size > HashRing.MAX_SIZE) {
			throw new InvalidRingException(
					"ring.size is %d, but a ring has 1 to %d positions.".formatted(size, HashRing.MAX_SIZE));
		}
		if (virtualNodes < 1 || virtualNodes > MAX_POINTS) {
			throw new InvalidRingException(
					"ring.virtual-nodes is %d, but it has to be from 1 to %d.".formatted(virtualNodes, MAX_POINTS));
		}
		if (placement == PlacementMode.KETAMA) {
			requireForKetama(size == HashRing.MAX_SIZE, "ring.size is " + HashRing.MAX_SIZE, size);
			requireForKetama(hash == NamedHash.MD5, "ring.hash is md5", hash.name().toLowerCase(Locale.ROOT));
			requireForKetama(virtualNodes % 4 == 0, "ring.virtual-nodes is a multiple of 4", virtualNodes);
		}
	}

	/**
	 * A shape whose size may be left to its placement.
	 * @throws InvalidRingException if there can be no such ring
	 */
	@JsonCreator
	public static RingShape of(PlacementMode placement, @Nullable Long size, NamedHash hash, int virtualNodes) {
		long positions = (size != null) ? size : (placement == PlacementMode.FIXED) ? 360 : HashRing.MAX_SIZE;
		return new RingShape(placement, positions, hash, virtualNodes);
	}

	private static void requireForKetama(boolean satisfied, String rule, Object value) {
		if (!satisfied) {
			throw new InvalidRingException("In placement ketama %s, not %s.".formatted(rule, value));
		}
	}

	/**
	 * These members by id, in fixed placement each with a position: one without gets the
	 * middle of the arc that is the widest by then, in the order of ids.
	 * @throws InvalidRingException if two have the same id, or they are too many
	 */
	public SortedMap<String, Member> seated(Collection<Member> members) {
		SortedMap<String, Member> byId = new TreeMap<>();
		for (Member member : members) {
			if (byId.put(member.id(), member) != null) {
				throw new InvalidRingException("Two members have the id %s.".formatted(member.id()));
			}
		}
		long room = (this.placement == PlacementMode.FIXED) ? this.size : MAX_MEMBERS;
		if (members.size() > Math.min(room, MAX_MEMBERS)) {
			throw new InvalidRingException((room < MAX_MEMBERS)
					? "A ring of %d positions has no room for %d members.".formatted(room, members.size())
					: "A ring has at most %d members, not %d.".formatted(MAX_MEMBERS, members.size()));
		}
		if (this.placement == PlacementMode.FIXED) {
			giveMissingPositions(byId);
		}
		return Collections.unmodifiableSortedMap(byId);
	}

	private void giveMissingPositions(SortedMap<String, Member> members) {
		for (Member member : members.values().toArray(Member[]::new)) {
			if (member.position() == null) {
				HashRing soFar = ring(members.values().stream().filter((other) -> other.position() != null).toList());
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

	/**
	 * The ring of these members, which are seated.
	 * @throws InvalidRingException if they can't stand on one ring
	 */
	public HashRing ring(Collection<Member> members) {
		return switch (this.placement) {
			case FIXED -> HashRing.fixed(this.size, this.hash,
					members.stream().collect(Collectors.toMap(Member::id, Member::position)));
			case VIRTUAL_NODES -> {
				Map<String, Double> weights = members.stream().collect(Collectors.toMap(Member::id, Member::weight));
				requireFewerPoints(weights.values().stream().mapToDouble((weight) -> weight * this.virtualNodes).sum());
				yield HashRing.virtualNodes(this.size, this.hash, this.virtualNodes, weights);
			}
			case KETAMA -> {
				for (Member member : members) {
					requireForKetama(member.weight() == 1, "a member has weight 1",
							"%s, as %s has".formatted(member.weight(), member.id()));
				}
				requireFewerPoints((double) members.size() * this.virtualNodes);
				yield HashRing.ketama(KetamaHash.INSTANCE, this.virtualNodes,
						members.stream().map(Member::id).toList());
			}
		};
	}

	private static void requireFewerPoints(double points) {
		if (points > MAX_POINTS) {
			throw new InvalidRingException(
					"A ring has at most %d points, not %.0f: lower ring.virtual-nodes, or a weight."
						.formatted(MAX_POINTS, points));
		}
	}

}
