package dev.hashring.router.kv.replication;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import dev.hashring.protocol.StoreStatus;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;

import org.springframework.stereotype.Component;

/**
 * Finds out, while the router knows of no entries, whether members hold some from before
 * it started, and which ring put them there. Each member is asked once, and again only if
 * that may help.
 */
@Component
public class Census {

	private final LiveRing ring;

	private final Stores stores;

	private final Polls polls;

	private final Machine machine;

	private final ReentrantLock asking = new ReentrantLock();

	/** What members said; empty if they gave no answer. */
	private final Map<Member, Optional<StoreStatus>> statuses = new ConcurrentHashMap<>();

	Census(LiveRing ring, Stores stores, Polls polls, Machine machine) {
		this.ring = ring;
		this.stores = stores;
		this.polls = polls;
		this.machine = machine;
	}

	/**
	 * Has all members asked before anybody relies on what they lack. Those that give no
	 * answer hold nothing up.
	 * @throws OtherRingException if a member holds entries that another ring put there
	 */
	public void require(RingState state, Deadline deadline) {
		if (this.ring.holdsEntries()) {
			return;
		}
		if (!unasked(state).isEmpty()) {
			this.asking.lock();
			try {
				ask(unasked(state), state, deadline);
			}
			finally {
				this.asking.unlock();
			}
		}
		conclude(state).ifPresent((stranger) -> {
			throw new OtherRingException(stranger.id(), stranger.epoch());
		});
	}

	/**
	 * Asks those members again that gave no answer, or hold entries that another ring put
	 * there.
	 */
	void askAgain(RingState state) {
		this.statuses.keySet().retainAll(Set.copyOf(state.members().values()));
		Predicate<Member> isKnown = (member) -> status(member)
			.filter((status) -> status.layout() == null || status.layout().equals(state.layout()))
			.isPresent();
		ask(members(state, isKnown.negate()), state, this.machine.in(patience(state)));
		conclude(state);
	}

	private List<Member> unasked(RingState state) {
		return members(state, (member) -> !this.statuses.containsKey(member));
	}

	private static List<Member> members(RingState state, Predicate<Member> which) {
		return state.members().values().stream().filter(which).toList();
	}

	private Optional<StoreStatus> status(Member member) {
		return this.statuses.getOrDefault(member, Optional.empty());
	}

	private void ask(List<Member> members, RingState state, Deadline deadline) {
		if (members.isEmpty()) {
			return;
		}
		Deadline end = deadline.orIn(patience(state));
		Map<Member, StoreStatus> answers = this.polls
			.askAll(members, end, (member) -> this.stores.status(state, member, end))
			.answers();
		answers.forEach((member, status) -> this.statuses.put(member, Optional.of(status)));
		// The next request asks those again that had less time than that.
		if (end.allowedNanos() == patience(state).toNanos()) {
			members.forEach((member) -> this.statuses.putIfAbsent(member, Optional.empty()));
		}
	}

	private static Duration patience(RingState state) {
		Duration most = state.settings().timing().deadline().dividedBy(2);
		Duration enough = state.settings().timing().connectTimeout().plusSeconds(1);
		return (enough.compareTo(most) < 0) ? enough : most;
	}

	/** A member that holds entries, and the epoch of the ring that put them there. */
	private record Holder(String id, String layout, long epoch) {
	}

	private Optional<Holder> holder(Member member) {
		return status(member).flatMap((status) -> {
			String layout = status.layout();
			Long epoch = status.epoch();
			return (layout != null && epoch != null) ? Optional.of(new Holder(member.id(), layout, epoch))
					: Optional.empty();
		});
	}

	/** A member with entries of another ring; without one, those of this ring count. */
	private Optional<Holder> conclude(RingState state) {
		List<Holder> holders = state.members().values().stream().map(this::holder).flatMap(Optional::stream).toList();
		Optional<Holder> stranger = holders.stream()
			.filter((holder) -> !holder.layout().equals(state.layout()))
			.findFirst();
		if (stranger.isEmpty() && !holders.isEmpty()) {
			this.ring.holdEntries(state);
		}
		return stranger;
	}

}
