package dev.hashring.router.membership;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.hashring.hash.Md5;
import dev.hashring.ring.HashRing;

/**
 * The ring and its members at one moment.
 *
 * @param epoch a number that grows by one with each change of the ring
 * @param members who is in it, by id
 * @param ring who owns what
 */
public record RingState(long epoch, Map<String, Member> members, HashRing ring) {

	public RingState {
		members = Map.copyOf(members);
	}

	/**
	 * The first state of a ring of that size with these members.
	 * @throws IllegalArgumentException if they can't stand on one ring
	 */
	public static RingState first(long size, List<Member> members) {
		Map<String, Member> byId = new HashMap<>();
		Map<String, Long> positions = new HashMap<>();
		for (Member member : members) {
			if (byId.put(member.id(), member) != null) {
				throw new IllegalArgumentException("Two members have the id %s.".formatted(member.id()));
			}
			if (member.position() == null) {
				throw new IllegalArgumentException("Member %s has no position.".formatted(member.id()));
			}
			positions.put(member.id(), member.position());
		}
		return new RingState(1, byId, HashRing.fixed(size, new Md5(), positions));
	}

	/**
	 * The member that owns a position.
	 * @throws java.util.NoSuchElementException if the ring has no members
	 */
	public Member owner(long position) {
		return Objects.requireNonNull(this.members.get(this.ring.owner(position)));
	}

}
