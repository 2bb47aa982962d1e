package dev.hashring.router.ring;

import dev.hashring.protocol.PlacementMode;
import dev.hashring.protocol.RingShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.hashring.hash.NamedHash;
import dev.hashring.ring.HashRing;
import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.ring.Snapshot.Instance;

/**
 * The ring and its members at one moment. A value: each change makes the next one, or
 * returns this one if it changes nothing.
 *
 * @param epoch a number that grows by one with each change of the ring
 * @param settings what the ring looks like, and how it treats failures
 * @param members who is in it, by id and in the order of ids
 * @param retired which processes must not join again by themselves, the newest last
 * @param ring who owns what
 * @param layout all that decides which members keep an entry, as a short text: two rings
 * have the same if and only if each entry lies on the same members on both
 */
public record RingState(long epoch, RingSettings settings, SortedMap<String, Member> members, List<Instance> retired,
		HashRing ring, String layout) {

	private static final int MAX_RETIRED = 1_000;

	/**
	 * The state that follows from a snapshot.
	 * @throws InvalidRingException if these members can't stand on one ring
	 */
	public static RingState of(Snapshot snapshot) {
		RingShape shape = snapshot.settings().shape();
		SortedMap<String, Member> members = Seats.in(shape, snapshot.members());
		HashRing ring = shape.ring(members.values().stream().map(Member::place).toList());
		return new RingState(snapshot.epoch(), snapshot.settings(), members, snapshot.retired(), ring,
				layout(snapshot.settings(), members.values(), ring));
	}

	/** What this state follows from. */
	public Snapshot snapshot() {
		return new Snapshot(this.epoch, this.settings, List.copyOf(this.members.values()), this.retired);
	}

	/**
	 * The state after a member has joined, or has changed. One with an instance, which
	 * joined by itself, takes the place of an earlier process of its own, but never of a
	 * member that stays without a lease.
	 * @throws InvalidRingException if it can't stand on this ring
	 * @throws RetiredException if that process was taken out
	 */
	public RingState join(Member member) {
		Member now = this.members.get(member.id());
		if (member.equals(now)) {
			return this;
		}
		List<Instance> gone = this.retired;
		if (member.instance() != null) {
			if (gone.contains(new Instance(member.id(), member.instance()))) {
				throw new RetiredException(member.id());
			}
			if (now != null && now.instance() == null) {
				return this;
			}
			if (now != null && !member.instance().equals(now.instance())) {
				gone = retiring(now);
			}
		}
		SortedMap<String, Member> next = new TreeMap<>(this.members);
		next.put(member.id(), member);
		return next(this.settings, next.values(), gone);
	}

	/**
	 * The state after a member has left, or was taken out. Its process must not join
	 * again by itself.
	 * @throws UnknownMemberException if there is no such member
	 */
	public RingState leave(String id) {
		Member member = this.members.get(id);
		if (member == null) {
			throw new UnknownMemberException(id);
		}
		return without(id, retiring(member));
	}

	/** The state after a member, if it is still there, was lost; it may join again. */
	public RingState drop(String id) {
		return without(id, this.retired);
	}

	private RingState without(String id, List<Instance> gone) {
		SortedMap<String, Member> next = new TreeMap<>(this.members);
		next.remove(id);
		return next(this.settings, next.values(), gone);
	}

	private List<Instance> retiring(Member member) {
		if (member.instance() == null) {
			return this.retired;
		}
		List<Instance> next = new ArrayList<>(this.retired);
		next.add(new Instance(member.id(), member.instance()));
		return List.copyOf(next.subList(Math.max(0, next.size() - MAX_RETIRED), next.size()));
	}

	/**
	 * The state after settings have changed.
	 * @throws InvalidRingException if its members can't stand on such a ring
	 */
	public RingState with(RingSettings next) {
		return next(next, this.members.values(), this.retired);
	}

	/**
	 * The state of the next epoch, unless nothing differs.
	 */
	public RingState next(RingSettings nextSettings, Collection<Member> nextMembers, List<Instance> nextRetired) {
		if (nextSettings.equals(this.settings) && List.copyOf(nextMembers).equals(List.copyOf(this.members.values()))) {
			return this;
		}
		return of(new Snapshot(this.epoch + 1, nextSettings, List.copyOf(nextMembers), nextRetired));
	}

	/**
	 * Whether entries lie elsewhere on another ring than on this one.
	 */
	public boolean movesEntriesTo(RingState other) {
		return !this.layout.equals(other.layout);
	}

	private static String layout(RingSettings settings, Collection<Member> members, HashRing ring) {
		StringBuilder text = new StringBuilder("%d of %s %d %s".formatted(settings.replicas(),
				settings.shape().placement(), settings.shape().size(), settings.shape().hash()));
		for (Member member : members) {
			long place = (settings.shape().placement() == PlacementMode.FIXED)
					? Objects.requireNonNull(member.position()) : ring.pointsOf(member.id());
			text.append('\n').append(place).append(' ').append(member.id());
		}
		byte[] digest = NamedHash.MD5.digest(text.toString().getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().formatHex(digest);
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

	/**
	 * The member that owns a position.
	 * @throws EmptyRingException if the ring has no members
	 */
	public Member owner(long position) {
		requireMembers();
		return member(this.ring.owner(position));
	}

	/**
	 * What part of the load a member is to take beside others: in fixed placement, as
	 * all.
	 */
	public double effectiveWeight(Member member) {
		return (this.settings.shape().placement() == PlacementMode.FIXED) ? 1 : member.weight();
	}

	/** The member of that id, which is in the ring. */
	public Member member(String id) {
		return Objects.requireNonNull(this.members.get(id));
	}

	/** The fraction of the ring that a member owns; 0 if it is not in the ring. */
	public double share(String id) {
		return this.ring.has(id) ? this.ring.share(id) : 0;
	}

	/**
	 * Refuses what needs an owner.
	 * @throws EmptyRingException if the ring has no members
	 */
	public void requireMembers() {
		if (this.ring.isEmpty()) {
			throw new EmptyRingException();
		}
	}

}
