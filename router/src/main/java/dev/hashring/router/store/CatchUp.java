package dev.hashring.router.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.nodes.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks after the stores of members: finds out whether they hold entries, compares
 * replicas, and has a member whose file is damaged begin a new one and fill it from the
 * others.
 */
@Component
class CatchUp {

	private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

	private final LiveRing ring;

	private final StoreClient stores;

	private final Polls polls;

	private final Repairs repairs;

	private final Census census;

	private final AtomicBoolean underWay = new AtomicBoolean();

	/** Why members could not be helped, when that was last said. */
	private final Map<String, String> troubles = new HashMap<>();

	/** Since when members recover, as {@link System#nanoTime()} has it. */
	private final Map<String, Long> recovering = new HashMap<>();

	CatchUp(LiveRing ring, StoreClient stores, Polls polls, Repairs repairs, Census census) {
		this.ring = ring;
		this.stores = stores;
		this.polls = polls;
		this.repairs = repairs;
		this.census = census;
	}

	@Scheduled(fixedDelay = 3000)
	void begin() {
		if (this.underWay.compareAndSet(false, true)) {
			this.polls.later(() -> {
				try {
					lookAfterStores();
				}
				finally {
					this.underWay.set(false);
				}
			});
		}
	}

	private void lookAfterStores() {
		RingState state = this.ring.state();
		if (!this.ring.holdsEntries()) {
			this.census.askAgain(state);
		}
		if (this.ring.holdsEntries() && state.settings().replicas() > 1) {
			Deadline deadline = deadline(state);
			Map<Member, StoreStatus> statuses = this.polls
				.askAll(List.copyOf(state.members().values()), deadline,
						(member) -> this.stores.status(state, member, deadline))
				.answers();
			compare(state, statuses);
			renewDamaged(state, statuses);
		}
	}

	private void compare(RingState state, Map<Member, StoreStatus> statuses) {
		long start = System.nanoTime();
		List<Member> trusted = those(statuses, State.READY);
		List<Member> notYet = those(statuses, State.RECOVERING);
		this.recovering.keySet().retainAll(notYet.stream().map(Member::id).toList());
		notYet.forEach((member) -> this.recovering.putIfAbsent(member.id(), start));
		List<Member> all = Stream.concat(trusted.stream(), notYet.stream()).toList();
		Set<Member> complete = new Comparison(state, all, trusted, this.stores, this.repairs).run();
		for (Member member : notYet) {
			// A write that was acknowledged by the lost file has to be over.
			long nanos = start - this.recovering.getOrDefault(member.id(), start);
			if (nanos > state.settings().timing().deadline().toNanos() && complete.contains(member)) {
				tell(member, "has in its new file all that the others have",
						() -> this.stores.recovered(state, member, deadline(state)));
			}
		}
	}

	/** Unless the others could not fill a new file. */
	private void renewDamaged(RingState state, Map<Member, StoreStatus> statuses) {
		List<Member> trusted = those(statuses, State.READY);
		for (Member member : those(statuses, State.DAMAGED)) {
			boolean othersHaveAll = Ranges.of(state)
				.values()
				.stream()
				.filter((replicas) -> replicas.contains(member))
				.allMatch((replicas) -> replicas.stream().filter(trusted::contains).count() >= state.settings()
					.majority());
			if (othersHaveAll) {
				tell(member, "begins a new file, since its own is damaged",
						() -> this.stores.renew(state, member, deadline(state)));
			}
		}
	}

	private interface Call {

		void make() throws NoAnswerException;

	}

	private void tell(Member member, String what, Call call) {
		try {
			call.make();
			log.info("{} {}.", member.id(), what);
			this.troubles.remove(member.id());
		}
		catch (NoAnswerException ex) {
			if (!ex.why().equals(this.troubles.put(member.id(), ex.why()))) {
				log.warn("{} {}.", member.id(), ex.why());
			}
		}
	}

	private static List<Member> those(Map<Member, StoreStatus> statuses, State state) {
		return statuses.entrySet()
			.stream()
			.filter((status) -> status.getValue().state() == state)
			.map(Map.Entry::getKey)
			.toList();
	}

	private static Deadline deadline(RingState state) {
		return Deadline.in(state.settings().timing().deadline());
	}

}
