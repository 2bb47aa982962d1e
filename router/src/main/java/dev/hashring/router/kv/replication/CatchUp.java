package dev.hashring.router.kv.replication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks after the stores of members: finds out whether they hold entries, has replicas
 * compared, and has a member whose file is damaged begin a new one and fill it from the
 * others.
 */
@Component
class CatchUp {

	private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

	private final LiveRing ring;

	private final Stores stores;

	private final Polls polls;

	private final AntiEntropy antiEntropy;

	private final Census census;

	private final Machine machine;

	private final AtomicBoolean underWay = new AtomicBoolean();

	/** Why members could not be helped, when that was last said. */
	private final Map<String, String> troubles = new HashMap<>();

	/** Since when members recover, by the machine's clock. */
	private final Map<String, Long> recovering = new HashMap<>();

	CatchUp(LiveRing ring, Stores stores, Polls polls, AntiEntropy antiEntropy, Census census, Machine machine) {
		this.ring = ring;
		this.stores = stores;
		this.polls = polls;
		this.antiEntropy = antiEntropy;
		this.census = census;
		this.machine = machine;
	}

	@Scheduled(fixedDelay = 3000)
	void begin() {
		if (this.underWay.compareAndSet(false, true)) {
			this.machine.execute(() -> {
				try {
					lookAfterStores();
				}
				finally {
					this.underWay.set(false);
				}
			});
		}
	}

	void lookAfterStores() {
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
			List<Member> trusted = those(statuses, State.READY);
			compare(state, trusted, those(statuses, State.RECOVERING));
			renew(state, trusted, those(statuses, State.DAMAGED));
		}
	}

	private void compare(RingState state, List<Member> trusted, List<Member> notYet) {
		long start = this.machine.nanoTime();
		this.recovering.keySet().retainAll(notYet.stream().map(Member::id).toList());
		notYet.forEach((member) -> this.recovering.putIfAbsent(member.id(), start));
		Set<Member> complete = this.antiEntropy.run(state, trusted, notYet);
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
	private void renew(RingState state, List<Member> trusted, List<Member> damaged) {
		for (Member member : damaged) {
			boolean othersHaveAll = state.ring()
				.arcs()
				.stream()
				.map((arc) -> state.replicas(arc.to()))
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

	private Deadline deadline(RingState state) {
		return this.machine.in(state.settings().timing().deadline());
	}

}
