package dev.hashring.router.kv.replication;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.hashring.protocol.RingStamp;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.LiveRing.Step;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.Placed;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Puts each state of the ring on the disks of its members' stores before the router acts
 * on it: on those of a majority of the members and, while entries move, of the next
 * ring's members, too. So a lost log takes nothing with it that anybody relied on.
 */
@Component
public class Fencing {

	private static final Duration PAUSE = Duration.ofMillis(50);

	private static final Duration IN_USE = Duration.ofMillis(100);

	private final LiveRing ring;

	private final Stores stores;

	private final ToldStates states;

	private final Polls polls;

	private final Recovery recovery;

	private final Machine machine;

	/** For each state that was told, when that has ended well enough. */
	private final Map<RingStamp, CompletableFuture<Boolean>> told = new ConcurrentHashMap<>();

	private volatile CompletableFuture<?> next = new CompletableFuture<>();

	/** The machine's time at the last read or write; null before the first. */
	private volatile @Nullable Long lastUse;

	Fencing(LiveRing ring, Stores stores, ToldStates states, Polls polls, Recovery recovery, Machine machine) {
		this.ring = ring;
		this.stores = stores;
		this.states = states;
		this.polls = polls;
		this.recovery = recovery;
		this.machine = machine;
		ring.listen(this::follow);
	}

	private void follow(Step step) {
		CompletableFuture<?> waiting = this.next;
		this.next = new CompletableFuture<>();
		waiting.complete(null);
		RingState after = step.after();
		if (after.holdsEntries() && this.states.stamp(after).compareTo(this.states.stamp(step.before())) > 0) {
			List<Member> gone = step.before()
				.everyone()
				.values()
				.stream()
				.filter((member) -> !after.everyone().containsKey(member.id()))
				.toList();
			this.machine.execute(() -> {
				if (becomesAgreed(after)) {
					Deadline deadline = this.machine.deadline(after);
					// Members that have left are told, too, so that they clean up.
					askAll(gone, deadline, (member) -> this.stores.tell(after, member, deadline));
					if (!after.isJoint()) {
						askAll(after.members().values(), deadline,
								(member) -> this.stores.clean(after, member, deadline));
					}
				}
			});
		}
	}

	/** Before enough stores know a state, what it makes needless must not be deleted. */
	private boolean becomesAgreed(RingState state) {
		while (!isAgreed(state, this.machine.deadline(state))) {
			if (this.ring.state() != state) {
				return false;
			}
			this.machine.await(this.next, this.machine.in(PAUSE));
		}
		return true;
	}

	/**
	 * The state of the ring, once enough stores know it.
	 * @throws NotAgreedException if too few say so in time
	 */
	public RingState state(Deadline deadline) {
		this.recovery.require(deadline);
		while (true) {
			RingState state = this.ring.state();
			if (state.holdsEntries() ? isAgreed(state, deadline) : this.ring.isLatest()) {
				return state;
			}
			if (deadline.nanosLeft() == 0) {
				throw new NotAgreedException();
			}
			this.machine.await(this.next, deadline.orIn(PAUSE));
		}
	}

	/**
	 * Does something by one state of the ring, and all of it again if a store knows a
	 * later one.
	 * @throws NotAgreedException if too few stores know the state in time
	 */
	public <T> T byState(Deadline deadline, Function<RingState, T> step) {
		this.lastUse = this.machine.nanoTime();
		RingState state = state(deadline);
		while (true) {
			try {
				return step.apply(state);
			}
			catch (StaleStateException ex) {
				state = after(state, deadline);
			}
		}
	}

	/** Whether reads and writes go on. */
	public boolean isInUse() {
		Long last = this.lastUse;
		return last != null && this.machine.nanoTime() - last < IN_USE.toNanos();
	}

	private RingState after(RingState stale, Deadline deadline) {
		CompletableFuture<?> change = this.next;
		// Has the log looked at, where another router may have written it.
		this.ring.isLatest();
		while (this.states.stamp(this.ring.state()).compareTo(this.states.stamp(stale)) <= 0) {
			if (deadline.nanosLeft() == 0) {
				throw new NotAgreedException();
			}
			this.machine.await(change, deadline);
			change = this.next;
		}
		return state(deadline);
	}

	private boolean isAgreed(RingState state, Deadline deadline) {
		RingStamp stamp = this.states.stamp(state);
		CompletableFuture<Boolean> mine = new CompletableFuture<>();
		CompletableFuture<Boolean> known = this.told.putIfAbsent(stamp, mine);
		if (known != null) {
			if (!known.isDone()) {
				this.machine.await(known, deadline);
			}
			return known.getNow(false);
		}
		this.told.keySet().removeIf((other) -> other.compareTo(stamp) < 0);
		boolean agreed = false;
		try {
			agreed = tell(state, deadline);
		}
		finally {
			if (!agreed) {
				this.told.remove(stamp, mine);
			}
			mine.complete(agreed);
		}
		return agreed;
	}

	private boolean tell(RingState state, Deadline deadline) {
		List<Member> all = state.everyStore().stream().filter((member) -> member.store() != null).toList();
		Deadline end = deadline.orIn(state.settings().timing().readTimeout());
		Result<Boolean> result = this.polls.beginAll(all, (told) -> isMajority(state, told), (member) -> {
			this.stores.tell(state, member, end);
			return true;
		}).await(end);
		return isMajority(state, result.answers().keySet());
	}

	static boolean isMajority(RingState state, Collection<Member> told) {
		List<String> banned = state.snapshot().banned();
		return isMajority(state.now(), banned, told) && isMajority(state.later(), banned, told);
	}

	private static boolean isMajority(Placed placed, List<String> banned, Collection<Member> told) {
		List<Member> all = placed.members()
			.values()
			.stream()
			.filter((member) -> member.store() != null && !banned.contains(member.store()))
			.toList();
		// A member that has another store in one of both rings counts with either.
		long some = all.stream()
			.filter((member) -> told.stream().anyMatch((other) -> other.id().equals(member.id())))
			.count();
		return all.isEmpty() || some > all.size() / 2;
	}

	private void askAll(Collection<Member> members, Deadline deadline, Call call) {
		this.polls.askAll(members.stream().filter((member) -> member.store() != null).toList(), deadline, (member) -> {
			call.make(member);
			return true;
		});
	}

	private interface Call {

		void make(Member member) throws NoAnswerException;

	}

}
