package dev.hashring.router.api.lab;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import dev.hashring.hash.KetamaHash;
import dev.hashring.hash.NamedHash;
import dev.hashring.placement.BoundedLoads;
import dev.hashring.placement.Jump;
import dev.hashring.placement.KeyPlacement;
import dev.hashring.placement.Maglev;
import dev.hashring.placement.Modulo;
import dev.hashring.placement.MultiProbe;
import dev.hashring.placement.Rendezvous;
import dev.hashring.placement.RingPlacement;
import dev.hashring.ring.HashRing;
import dev.hashring.router.ring.Member;
import dev.hashring.protocol.PlacementMode;
import dev.hashring.protocol.RingShape;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.Seats;

/**
 * A placement that takes part in a comparison.
 *
 * @param name what it is called
 * @param maker makes the placement of given members
 */
record Contestant(String name, Maker maker) {

	private static final ToLongFunction<byte[]> HASH = NamedHash::xxh3;

	/** Makes the placement of given members. */
	@FunctionalInterface
	interface Maker {

		KeyPlacement of(Collection<String> members);

	}

	/**
	 * All that can place these members and one more, each of weight 1. In fixed
	 * placement, which has room for some 360, those that stand in the ring stand where
	 * they do there, and others in the middle of the widest arc.
	 * @param points how many each member has on a ring with many
	 * @param hash places keys on the fixed ring, and keys and points on the one with many
	 */
	static List<Contestant> all(RingState state, Collection<String> members, int points, NamedHash hash) {
		List<Contestant> all = new ArrayList<>();
		RingShape now = state.settings().shape();
		boolean isFixed = now.placement() == PlacementMode.FIXED;
		RingShape fixed = new RingShape(PlacementMode.FIXED, isFixed ? now.size() : 360, hash, 1);
		if (members.size() < Math.min(360, fixed.size())) {
			Map<String, Member> known = Seats.in(fixed, seats(members, isFixed ? state.members() : Map.of()));
			all.add(new Contestant("fixed", (ids) -> new RingPlacement(
					fixed.ring(Seats.in(fixed, seats(ids, known)).values().stream().map(Member::place).toList()))));
		}
		all.add(new Contestant("virtual-nodes", (ids) -> new RingPlacement(HashRing.virtualNodes(HashRing.MAX_SIZE,
				hash, points, ids.stream().collect(Collectors.toMap((id) -> id, (id) -> 1.0))))));
		all.add(new Contestant("ketama",
				(ids) -> new RingPlacement(HashRing.ketama(KetamaHash.INSTANCE, 4 * Math.max(1, points / 4), ids))));
		all.add(new Contestant("modulo", (ids) -> new Modulo(ids, HASH)));
		all.add(new Contestant("rendezvous",
				(ids) -> new Rendezvous(ids.stream().collect(Collectors.toMap((id) -> id, (id) -> 1.0)), HASH)));
		all.add(new Contestant("jump", (ids) -> new Jump(ids, HASH)));
		all.add(new Contestant("maglev", (ids) -> new Maglev(ids, HASH)));
		all.add(new Contestant("multi-probe", (ids) -> new MultiProbe(ids, HASH)));
		all.add(new Contestant("bounded-loads", (ids) -> new BoundedLoads(ids, BoundedLoads.DEFAULT_FACTOR, HASH)));
		return all;
	}

	/** Those that are known keep their positions. */
	private static List<Member> seats(Collection<String> ids, Map<String, Member> known) {
		return ids.stream().map((id) -> {
			Member member = known.get(id);
			return new Member(id, URI.create("http://lab.invalid"), 1, (member != null) ? member.position() : null);
		}).toList();
	}

}
