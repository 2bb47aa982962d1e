package dev.hashring.protocol;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.hashring.hash.KetamaHash;
import dev.hashring.hash.NamedHash;
import dev.hashring.ring.HashRing;
import dev.hashring.ring.InvalidRingException;
import org.jspecify.annotations.Nullable;

/**
 * The settings that decide what a ring looks like, apart from its members.
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
					"ring.size is %s, but a ring has 1 to %s positions.".formatted(size, HashRing.MAX_SIZE));
		}
		if (virtualNodes < 1 || virtualNodes > MAX_POINTS) {
			throw new InvalidRingException(
					"ring.virtual-nodes is %s, but it has to be from 1 to %s.".formatted(virtualNodes, MAX_POINTS));
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
	 * The ring of members that stand there; in fixed placement each has a position.
	 * @throws InvalidRingException if they can't stand on one ring
	 */
	public HashRing ring(Collection<Place> places) {
		return switch (this.placement) {
			case FIXED -> HashRing.fixed(this.size, this.hash,
					places.stream().collect(Collectors.toMap(Place::id, Place::position)));
			case VIRTUAL_NODES -> {
				Map<String, Double> weights = places.stream().collect(Collectors.toMap(Place::id, Place::weight));
				requireFewerPoints(weights.values().stream().mapToDouble((weight) -> weight * this.virtualNodes).sum());
				yield HashRing.virtualNodes(this.size, this.hash, this.virtualNodes, weights);
			}
			case KETAMA -> {
				for (Place place : places) {
					requireForKetama(place.weight() == 1, "a member has weight 1",
							"%s, as %s has".formatted(place.weight(), place.id()));
				}
				requireFewerPoints((double) places.size() * this.virtualNodes);
				yield HashRing.ketama(KetamaHash.INSTANCE, this.virtualNodes, places.stream().map(Place::id).toList());
			}
		};
	}

	private static void requireFewerPoints(double points) {
		if (points > MAX_POINTS) {
			throw new InvalidRingException(
					"A ring has at most %s points, not %s: lower ring.virtual-nodes, or a weight.".formatted(MAX_POINTS,
							Math.round(points)));
		}
	}

}
