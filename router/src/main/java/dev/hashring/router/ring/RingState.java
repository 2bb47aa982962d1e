package dev.hashring.router.ring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import dev.hashring.protocol.PlacementMode;
import dev.hashring.protocol.RingStamp;
import dev.hashring.ring.HashRing;
import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.ring.Snapshot.Instance;
import dev.hashring.router.ring.Snapshot.Next;
import org.jspecify.annotations.Nullable;

/**
 * The ring and its members at one moment. A value: each change makes the next one, or
 * returns this one if it changes nothing. It is in one of two stages: stable, or joint,
 * while entries move to where the next ring wants them.
 *
 * @param snapshot what it follows from
 * @param now the members on the ring that holds
 * @param next the members on the ring that takes its place; null in a stable state
 */
public record RingState(Snapshot snapshot, Placed now, @Nullable Placed next) {

	private static final int MAX_RETIRED = 1_000;

	/**
	 * The state that follows from a snapshot.
	 * @throws InvalidRingException if these members can't stand on one ring
	 */
	public static RingState of(Snapshot snapshot) {
		Placed now = Placed.of(snapshot.settings(), snapshot.members());
		Next target = snapshot.next();
		Placed next = (target != null) ? Placed.of(target.settings(), target.members()) : null;
		Snapshot seated = new Snapshot(snapshot.term(), snapshot.epoch(), snapshot.since(), snapshot.settings(),
				List.copyOf(now.members().values()), snapshot.retired(),
				(target != null && next != null)
						? new Next(target.settings(), List.copyOf(next.members().values()), target.retired()) : null,
				snapshot.holdsEntries(), snapshot.banned());
		return new RingState(seated, now, next);
	}

	/** Grows by one with each change of the ring. */
	public long epoch() {
		return this.snapshot.epoch();
	}

	/** What the ring looks like, and how it treats failures. */
	public RingSettings settings() {
		return this.now.settings();
	}

	/** Who is in the ring, by id and in the order of ids. */
	public SortedMap<String, Member> members() {
		return this.now.members();
	}

	/** Who owns what. */
	public HashRing ring() {
		return this.now.ring();
	}

	/** Whether members may hold entries. */
	public boolean holdsEntries() {
		return this.snapshot.holdsEntries();
	}

	/** Whether entries are moving. */
	public boolean isJoint() {
		return this.next != null;
	}

	/** The assignment when all entries have moved; as now if none move. */
	public Placed later() {
		return (this.next != null) ? this.next : this.now;
	}

	/** The members of the ring and, while entries move, those of the next one. */
	public SortedMap<String, Member> everyone() {
		if (this.next == null) {
			return members();
		}
		SortedMap<String, Member> everyone = new TreeMap<>(this.next.members());
		everyone.putAll(members());
		return everyone;
	}

	/**
	 * The same, each with its store: a member that has another one in the next ring is
	 * there twice.
	 */
	public List<Member> everyStore() {
		List<Member> all = new ArrayList<>(members().values());
		for (Member member : later().members().values()) {
			Member known = members().get(member.id());
			if (known == null || !known.hasStoreOf(member)) {
				all.add(member);
			}
		}
		return all;
	}

	/**
	 * The state after a member has joined, or has changed. One with an instance, which
	 * joined by itself, takes the place of an earlier process of its own, but never of a
	 * member that stays without a lease. A member keeps its store; that of a new one is
	 * named if it was not given up.
	 * @throws InvalidRingException if it can't stand on this ring
	 * @throws RetiredException if that process was taken out
	 * @throws RebalanceUnderWayException if entries are moving
	 */
	public RingState join(Member member) {
		Member known = everyone().get(member.id());
		Member joining = member.in(storeFor(member, known));
		if (joining.equals(known)) {
			return this;
		}
		List<Instance> gone = this.snapshot.retired();
		if (member.instance() != null) {
			if (gone.contains(new Instance(member.id(), member.instance()))) {
				throw new RetiredException(member.id());
			}
			if (known != null && known.instance() == null) {
				return this;
			}
			if (known != null && !member.instance().equals(known.instance())) {
				gone = retiring(known);
			}
		}
		if (isJoint()) {
			return joinedMeanwhile(joining, known, gone);
		}
		SortedMap<String, Member> members = new TreeMap<>(members());
		members.put(member.id(), joining);
		return moveOn(settings(), members.values(), gone);
	}

	/** While entries move, only what moves none may change. */
	private RingState joinedMeanwhile(Member member, @Nullable Member known, List<Instance> gone) {
		if (known == null || !known.reachedAs(member).equals(member)) {
			throw new RebalanceUnderWayException();
		}
		return edited(settings(), later().settings(),
				(old) -> old.id().equals(member.id()) ? old.reachedAs(member) : old, gone);
	}

	private @Nullable String storeFor(Member member, @Nullable Member known) {
		if (known != null) {
			return known.store();
		}
		boolean isBanned = member.store() != null && banned().contains(member.store());
		return isBanned ? null : member.store();
	}

	/**
	 * The state after a member has left, or was taken out. Its process must not join
	 * again by itself. One that is still joining is taken back.
	 * @throws UnknownMemberException if there is no such member
	 * @throws RebalanceUnderWayException if entries are moving
	 */
	public RingState leave(String id) {
		Member member = everyone().get(id);
		if (member == null) {
			throw new UnknownMemberException(id);
		}
		return without(id, retiring(member));
	}

	/** The state after a member, if it is still there, was lost; it may join again. */
	public RingState drop(String id) {
		return without(id, this.snapshot.retired());
	}

	private RingState without(String id, List<Instance> gone) {
		if (isJoint()) {
			if (!members().containsKey(id)) {
				return cancelled(gone);
			}
			if (later().members().containsKey(id)) {
				throw new RebalanceUnderWayException();
			}
			return this;
		}
		SortedMap<String, Member> members = new TreeMap<>(members());
		members.remove(id);
		return moveOn(settings(), members.values(), gone);
	}

	private List<Instance> retiring(Member member) {
		if (member.instance() == null) {
			return this.snapshot.retired();
		}
		List<Instance> gone = new ArrayList<>(this.snapshot.retired());
		gone.add(new Instance(member.id(), member.instance()));
		return List.copyOf(gone.subList(Math.max(0, gone.size() - MAX_RETIRED), gone.size()));
	}

	/**
	 * The state after settings have changed.
	 * @throws InvalidRingException if its members can't stand on such a ring
	 * @throws RebalanceUnderWayException if entries are moving, and these would move some
	 */
	public RingState with(RingSettings settings) {
		if (this.next == null) {
			return moveOn(settings, members().values(), this.snapshot.retired());
		}
		if (!settings.shape().equals(settings().shape()) || settings.replicas() != settings().replicas()) {
			throw new RebalanceUnderWayException();
		}
		RingSettings later = new RingSettings(this.next.settings().shape(), settings.failOver(), settings.timing(),
				this.next.settings().replicas());
		return edited(settings, later, UnaryOperator.identity(), this.snapshot.retired());
	}

	private RingState edited(RingSettings settings, RingSettings later, UnaryOperator<Member> edit,
			List<Instance> gone) {
		Next target = Objects.requireNonNull(this.snapshot.next());
		return next(draft(settings, edited(members().values(), edit), gone,
				new Next(later, edited(target.members(), edit), target.retired()), banned()));
	}

	private static List<Member> edited(Collection<Member> members, UnaryOperator<Member> edit) {
		return members.stream().map(edit).toList();
	}

	private static Next edited(Next target, UnaryOperator<Member> edit) {
		return new Next(target.settings(), edited(target.members(), edit), target.retired());
	}

	/**
	 * The state that has these settings and members. If that moves entries, it is the
	 * joint state on the way there.
	 * @throws LastMemberException if no member would be left to keep entries
	 */
	public RingState moveOn(RingSettings settings, Collection<Member> members, List<Instance> gone) {
		if (holdsEntries() && members.isEmpty()) {
			throw new LastMemberException();
		}
		return moveOn(settings, members, gone, banned());
	}

	private RingState moveOn(RingSettings settings, Collection<Member> members, List<Instance> gone,
			List<String> banned) {
		if (holdsEntries()) {
			RingState joint = next(
					asItIs(this.snapshot.retired(), new Next(settings, List.copyOf(members), gone), banned));
			if (!this.now.keepsAs(joint.later())) {
				return joint;
			}
		}
		return next(draft(settings, members, gone, null, banned));
	}

	/**
	 * The state after a member was given up with what its store has.
	 * @throws UnknownMemberException if there is no such member
	 */
	public RingState abandon(String id) {
		Member member = members().get(id);
		if (member == null) {
			throw new UnknownMemberException(id);
		}
		List<String> banned = new ArrayList<>(banned());
		if (member.store() != null && !banned.contains(member.store())) {
			banned.add(member.store());
		}
		if (!isJoint()) {
			SortedMap<String, Member> members = new TreeMap<>(members());
			members.remove(id);
			return moveOn(settings(), members.values(), retiring(member), banned);
		}
		if (later().members().containsKey(id)) {
			throw new RebalanceUnderWayException();
		}
		// It is leaving already, and what it has can't be had.
		return next(asItIs(this.snapshot.retired(), this.snapshot.next(), banned));
	}

	/** The stable state of the next ring, which takes the place of this one. */
	public RingState switched() {
		Next target = Objects.requireNonNull(this.snapshot.next());
		return next(draft(target.settings(), target.members(), target.retired(), null, banned()));
	}

	/** The stable state of the ring as it was. */
	public RingState cancelled() {
		return cancelled(this.snapshot.retired());
	}

	private RingState cancelled(List<Instance> gone) {
		return next(asItIs(gone, null, banned()));
	}

	/**
	 * The state from which on members hold entries.
	 * @param stores the ids of their stores, by the ids of members; those that are not
	 * known are left out
	 */
	public RingState holdingEntries(Map<String, String> stores) {
		Snapshot last = this.snapshot;
		return next(new Snapshot(last.term(), last.epoch(), last.since(), last.settings(),
				edited(last.members(), (member) -> member.in(stores.get(member.id()))), last.retired(), null, true,
				last.banned()));
	}

	/**
	 * The state after a member was found to have another store than it had, or its first.
	 * Entries have to move there, since a new store has none. One that was given up does
	 * not come back.
	 */
	public RingState withStore(String id, String store) {
		if (banned().contains(store)) {
			return this;
		}
		UnaryOperator<Member> edit = (member) -> member.id().equals(id) ? member.in(store) : member;
		Next target = this.snapshot.next();
		if (target == null) {
			return moveOn(settings(), edited(members().values(), edit), this.snapshot.retired());
		}
		return next(asItIs(this.snapshot.retired(), edited(target, edit), banned()));
	}

	/**
	 * The state after the store of a member was found that is older than the ids of
	 * stores. It has what it always had, so nothing moves.
	 */
	public RingState withLegacyStore(String id, String store) {
		UnaryOperator<Member> edit = (member) -> (member.id().equals(id) && member.store() == null) ? member.in(store)
				: member;
		Next target = this.snapshot.next();
		return next(draft(settings(), edited(members().values(), edit), this.snapshot.retired(),
				(target != null) ? edited(target, edit) : null, banned()));
	}

	/** The same in another term, by a state of its own. */
	public RingState in(long term) {
		return of(this.snapshot.in(term));
	}

	/**
	 * The state of a router that lost its log, and goes on from what a store knows, in a
	 * term of its own.
	 */
	public RingState recovered(long term, RingStamp stamp, SharedState known) {
		SharedState.Next target = known.next();
		long epoch = Math.max(epoch(), stamp.epoch()) + 1;
		return of(new Snapshot(term, epoch, epoch, known.settings().on(settings()),
				known.members().stream().map(SharedState.Shared::member).toList(), this.snapshot.retired(),
				(target != null) ? new Next(target.settings().on(settings()),
						target.members().stream().map(SharedState.Shared::member).toList(), this.snapshot.retired())
						: null,
				true, known.banned()));
	}

	private List<String> banned() {
		return this.snapshot.banned();
	}

	/** This ring, on the way to another one or to none. */
	private Snapshot asItIs(List<Instance> retired, @Nullable Next next, List<String> banned) {
		return draft(settings(), members().values(), retired, next, banned);
	}

	/** What the next state follows from, still with the epoch of this one. */
	private Snapshot draft(RingSettings settings, Collection<Member> members, List<Instance> retired,
			@Nullable Next next, List<String> banned) {
		Snapshot last = this.snapshot;
		return new Snapshot(last.term(), last.epoch(), last.since(), settings, List.copyOf(members), retired, next,
				holdsEntries(), banned);
	}

	/** The state of the next epoch, unless nothing differs. */
	private RingState next(Snapshot draft) {
		if (draft.equals(this.snapshot)) {
			return this;
		}
		long epoch = epoch() + 1;
		RingState after = of(draft.at(epoch, draft.since()));
		return after.liesAs(this) ? after : new RingState(after.snapshot.at(epoch, epoch), after.now, after.next);
	}

	/** Whether stores are told the same about both. */
	private boolean liesAs(RingState other) {
		return SharedState.of(this).equals(SharedState.of(other));
	}

	/**
	 * The member that owns a position.
	 * @throws EmptyRingException if the ring has no members
	 */
	public Member owner(long position) {
		requireMembers();
		return member(ring().owner(position));
	}

	/**
	 * What part of the load a member is to take beside others: in fixed placement, as
	 * all.
	 */
	public double effectiveWeight(Member member) {
		return (settings().shape().placement() == PlacementMode.FIXED) ? 1 : member.weight();
	}

	/** The member of that id, which is in the ring. */
	public Member member(String id) {
		return this.now.member(id);
	}

	/** The fraction of the ring that a member owns; 0 if it is not in the ring. */
	public double share(String id) {
		return ring().has(id) ? ring().share(id) : 0;
	}

	/**
	 * Refuses what needs an owner.
	 * @throws EmptyRingException if the ring has no members
	 */
	public void requireMembers() {
		if (ring().isEmpty()) {
			throw new EmptyRingException();
		}
	}

}
