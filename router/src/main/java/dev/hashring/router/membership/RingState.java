package dev.hashring.router.membership;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.hashring.ring.Arc;
import dev.hashring.ring.HashRing;

/**
 * The ring and its members at one moment. A value: each change makes the next one.
 *
 * @param epoch a number that grows by one with each change of the ring
 * @param shape what the ring looks like
 * @param members who is in it, by id and in the order of ids
 * @param ring who owns what
 */
public record RingState(long epoch, RingShape shape, SortedMap<String, Member> members, HashRing ring) {

	/**
	 * The first state of a ring.
	 * @throws IllegalArgumentException if these members can't stand on one ring
	 */
	public static RingState first(RingShape shape, Collection<Member> members) {
		SortedMap<String, Member> byId = new TreeMap<>();
		for (Member member : members) {
			if (byId.put(member.id(), member) != null) {
				throw new IllegalArgumentException("Two members have the id %s.".formatted(member.id()));
			}
		}
		return of(1, shape, byId);
	}

	private static RingState of(long epoch, RingShape shape, SortedMap<String, Member> members) {
		if (shape.placement() == Placement.FIXED) {
			giveMissingPositions(shape, members);
		}
		return new RingState(epoch, shape, Collections.unmodifiableSortedMap(members), shape.ring(members.values()));
	}

	private static void giveMissingPositions(RingShape shape, SortedMap<String, Member> members) {
		for (Member member : members.values().toArray(Member[]::new)) {
			if (member.position() == null) {
				if (members.size() > shape.size()) {
					throw new IllegalArgumentException("A ring of %d positions has no room for %d members."
						.formatted(shape.size(), members.size()));
				}
				HashRing soFar = shape
					.ring(members.values().stream().filter((other) -> other.position() != null).toList());
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
	 * The state after a member has joined, or has taken on another url, weight or
	 * position.
	 * @throws IllegalArgumentException if it can't stand on this ring
	 */
	public RingState join(Member member) {
		SortedMap<String, Member> next = new TreeMap<>(this.members);
		next.put(member.id(), member);
		return of(this.epoch + 1, this.shape, next);
	}

	/**
	 * The state after a member has left.
	 * @throws NoSuchElementException if there is no such member
	 */
	public RingState leave(String id) {
		SortedMap<String, Member> next = new TreeMap<>(this.members);
		if (next.remove(id) == null) {
			throw new NoSuchElementException("There is no member %s.".formatted(id));
		}
		return of(this.epoch + 1, this.shape, next);
	}

	/**
	 * The state after the ring has taken on another shape.
	 * @throws IllegalArgumentException if its members can't stand on such a ring
	 */
	public RingState reshape(RingShape next) {
		return of(this.epoch + 1, next, new TreeMap<>(this.members));
	}

	/**
	 * The member that owns a position.
	 * @throws NoSuchElementException if the ring has no members
	 */
	public Member owner(long position) {
		return Objects.requireNonNull(this.members.get(this.ring.owner(position)));
	}

}
