package dev.hashring.router.kv.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;

/**
 * The members that keep the entry for a key: the first ones of its preference list. The
 * ring alone decides, not who is up. While entries move there are two such lists, and a
 * majority of each decides.
 *
 * @param state the ring that says so
 * @param now the owner first
 * @param later those of the next ring; the same if none comes
 */
public record Replicas(RingState state, String key, List<Member> now, List<Member> later) {

	/**
	 * The replicas of a key.
	 * @throws dev.hashring.router.ring.EmptyRingException if the ring has no members
	 */
	public static Replicas of(RingState state, String key) {
		if (!state.isJoint()) {
			state.requireMembers();
		}
		return of(state, key, state.now().replicas(key), state.isJoint() ? state.later().replicas(key) : List.of());
	}

	/** Replicas that some key may have, by one of both rings. */
	public static Replicas of(RingState state, List<Member> members) {
		List<Member> kept = kept(state, members);
		return new Replicas(state, "", kept, kept);
	}

	/** Replicas of some keys, by both rings. */
	public static Replicas of(RingState state, List<Member> now, List<Member> later) {
		return of(state, "", now, later);
	}

	private static Replicas of(RingState state, String key, List<Member> now, List<Member> later) {
		List<Member> kept = kept(state, now);
		return new Replicas(state, key, kept, state.isJoint() ? kept(state, later) : kept);
	}

	/**
	 * Without stores that were given up. A member that keeps its store is the same member
	 * in both lists.
	 */
	private static List<Member> kept(RingState state, List<Member> replicas) {
		List<Member> kept = new ArrayList<>(replicas.size());
		for (Member member : replicas) {
			Member known = state.members().get(member.id());
			if (member.store() == null || !state.snapshot().banned().contains(member.store())) {
				kept.add((known != null && known.hasStoreOf(member)) ? known : member);
			}
		}
		return kept;
	}

	/** Each of them once, the owner first. */
	public List<Member> members() {
		if (isSettled()) {
			return this.now;
		}
		List<Member> all = new ArrayList<>(this.now);
		this.later.stream().filter((member) -> !all.contains(member)).forEach(all::add);
		return all;
	}

	/** Whether the same members keep it now and later. */
	public boolean isSettled() {
		return this.now.size() == this.later.size() && Set.copyOf(this.now).equals(Set.copyOf(this.later));
	}

	/** Whether one member decides alone, now and later. */
	public boolean isOne() {
		return isSettled() && this.now.size() == 1;
	}

	/** Whether a majority of these replicas is among some members: of both lists. */
	public boolean isMajority(Collection<Member> some) {
		return lacking(some).isEmpty();
	}

	/**
	 * The list that lacks a majority among some members; empty if none does. While
	 * entries move, a list that never held any is left out: it has no write that was
	 * acknowledged. Stores of the next ring that are not known yet hold none; once they
	 * are, copying begins anew.
	 */
	List<Member> lacking(Collection<Member> some) {
		boolean nowCounts = !(this.state.isJoint() && enough(this.state, this.now) == 0);
		if (nowCounts && !isMajority(this.now, some)) {
			return this.now;
		}
		boolean laterCounts = !(this.state.isJoint() && nowCounts && isUnknown(this.later));
		return (laterCounts && !isMajority(this.later, some)) ? this.later : List.of();
	}

	private static boolean isUnknown(List<Member> list) {
		return list.stream().filter((member) -> member.store() != null).count() < majority(list);
	}

	private static boolean isMajority(List<Member> list, Collection<Member> some) {
		return some.stream().filter(list::contains).count() >= majority(list);
	}

	/** How many of a list decide: any two majorities have a member in common. */
	public static int majority(List<Member> list) {
		return list.isEmpty() ? 0 : list.size() / 2 + 1;
	}

	/**
	 * How many of those that keep an entry now have, between them, all that was ever
	 * acknowledged. Whatever was, is in a majority; but only in members that have a store
	 * or had one that was given up.
	 * @param list without stores that were given up
	 * @return 0 if too few ever had a store, so that nothing was acknowledged
	 */
	public static int enough(RingState state, List<Member> list) {
		int all = Math.min(state.settings().replicas(), state.members().size());
		int stores = (int) list.stream().filter((member) -> member.store() != null).count();
		int spare = stores + all - list.size() - (all / 2 + 1);
		return Math.max(0, Math.min(stores, spare + 1));
	}

}
