package dev.hashring.router.ring;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

import dev.hashring.protocol.PlacementMode;
import dev.hashring.protocol.RingShape;
import dev.hashring.ring.HashRing;
import dev.hashring.ring.InvalidRingException;

/**
 * Members on a ring, and so an assignment: for each position the members that keep its
 * entries.
 *
 * @param settings what the ring looks like, and how many keep an entry
 * @param members by id and in the order of ids
 * @param ring who owns what
 */
public record Placed(RingSettings settings, SortedMap<String, Member> members, HashRing ring) {

	/**
	 * Places members on their ring.
	 * @throws InvalidRingException if they can't stand on one ring
	 */
	public static Placed of(RingSettings settings, Collection<Member> members) {
		SortedMap<String, Member> seated = Seats.in(settings.shape(), members);
		return new Placed(settings, seated,
				settings.shape().ring(seated.values().stream().map(Member::place).toList()));
	}

	/**
	 * The members that keep an entry at a position, the owner first: as many as the
	 * settings have replicas, or fewer on a smaller ring.
	 */
	public List<Member> replicas(long position) {
		if (this.ring.isEmpty()) {
			return List.of();
		}
		return this.ring.preferenceList(position, this.settings.replicas()).stream().map(this::member).toList();
	}

	/** The members that keep a key. */
	public List<Member> replicas(String key) {
		return replicas(this.ring.position(key));
	}

	/** The member of that id, which is in the ring. */
	public Member member(String id) {
		return Objects.requireNonNull(this.members.get(id));
	}

	/**
	 * Whether each entry lies in the same stores by another assignment, whatever the
	 * entry is.
	 */
	boolean keepsAs(Placed other) {
		return keepers().equals(other.keepers());
	}

	/** All that decides which stores keep an entry. */
	private List<Object> keepers() {
		RingShape shape = this.settings.shape();
		return List.of(this.settings.replicas(), shape.placement(), shape.size(), shape.hash(),
				this.members.values().stream().map(this::standing).toList());
	}

	private List<Object> standing(Member member) {
		Object where = (this.settings.shape().placement() == PlacementMode.FIXED)
				? Objects.requireNonNull(member.position()) : this.ring.pointsOf(member.id());
		return List.of(member.id(), where, String.valueOf(member.store()));
	}

}
