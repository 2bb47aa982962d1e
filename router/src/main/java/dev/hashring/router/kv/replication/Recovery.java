package dev.hashring.router.kv.replication;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.hashring.protocol.RingStamp;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.router.kv.replication.Stores.Known;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Finds out, where a router begins without a log, whether members hold entries, and by
 * which ring: their stores know. It goes on from the latest state that one of them has,
 * in a term of its own. First a majority promises to refuse whatever goes by an earlier
 * term, so what it finds after that can't be outrun by an earlier router.
 */
@Component
public class Recovery {

	private static final Logger log = LoggerFactory.getLogger(Recovery.class);

	private final LiveRing ring;

	private final Stores stores;

	private final Holdings holdings;

	private final ToldStates states;

	private final Machine machine;

	private volatile boolean done;

	Recovery(LiveRing ring, Stores stores, Holdings holdings, ToldStates states, Machine machine) {
		this.ring = ring;
		this.stores = stores;
		this.holdings = holdings;
		this.states = states;
		this.machine = machine;
	}

	/** A log that says that there may be entries was not begun without asking. */
	private boolean isDone() {
		return this.done || this.ring.state().holdsEntries();
	}

	/**
	 * Has members asked, if nothing is known of what they hold.
	 * @throws NotAgreedException if too few answer in time
	 */
	public void require(Deadline deadline) {
		while (!isDone()) {
			RingState state = this.ring.state();
			Deadline patience = deadline.orIn(state.settings().timing().connectTimeout().plusSeconds(1));
			look(state, this.holdings.statuses(state, patience));
			if (!isDone()) {
				if (deadline.nanosLeft() == 0) {
					throw new NotAgreedException();
				}
				this.machine.await(new CompletableFuture<>(), deadline.orIn(Duration.ofMillis(100)));
			}
		}
	}

	/**
	 * Looks at what stores say of themselves. One that knows a later state than the log,
	 * or has promised a later term, was told of by a router with another log.
	 */
	void look(RingState state, Map<Member, StoreStatus> statuses) {
		Optional<Member> latest = latest(statuses);
		if (latest.isPresent() && (!isDone() || isOutrun(statuses))) {
			goOn(state, latest.get());
		}
		else if (!isDone() && (state.members().isEmpty() || statuses.size() > state.members().size() / 2)) {
			this.done = true;
		}
	}

	/** The member that knows the latest state, if any of them knows one. */
	private static Optional<Member> latest(Map<Member, StoreStatus> statuses) {
		return statuses.entrySet()
			.stream()
			.filter((status) -> status.getValue().stamp() != null)
			.max(Comparator.comparing((status) -> stamp(status.getValue())))
			.map(Map.Entry::getKey);
	}

	private static RingStamp stamp(StoreStatus status) {
		return RingStamp.parse(Objects.requireNonNull(status.stamp()));
	}

	private static boolean isLater(StoreStatus status, RingStamp stamp) {
		return status.stamp() != null && stamp(status).compareTo(stamp) > 0;
	}

	private boolean isOutrun(Map<Member, StoreStatus> statuses) {
		// The log may have it by now, from another router.
		return knowLater(statuses) && this.ring.isLatest() && knowLater(statuses);
	}

	private boolean knowLater(Map<Member, StoreStatus> statuses) {
		RingStamp own = this.states.stamp(this.ring.state());
		return statuses.values().stream().anyMatch((status) -> isLater(status, own) || status.term() > own.term());
	}

	/** A term that none of these, and no state of this ring, has seen. */
	private long nextTerm(Map<Member, StoreStatus> statuses) {
		return 1 + statuses.values()
			.stream()
			.mapToLong(StoreStatus::term)
			.reduce(this.ring.state().snapshot().term(), Math::max);
	}

	private void goOn(RingState state, Member member) {
		Deadline deadline = this.machine.deadline(state);
		try {
			Optional<Known> best = this.stores.known(state, member, deadline);
			while (best.isPresent() && deadline.nanosLeft() > 0) {
				Known known = best.get();
				RingState found = state.recovered(0, known.stamp(), known.state());
				long term = nextTerm(this.holdings.statuses(found, deadline));
				Map<Member, StoreStatus> promised = this.holdings.promised(found, term, deadline);
				// Who is in that ring may know of a later one.
				Optional<Member> later = latest(promised)
					.filter((other) -> isLater(Objects.requireNonNull(promised.get(other)), known.stamp()));
				if (later.isEmpty()) {
					if (Fencing.isMajority(found, known(found, promised))) {
						goOn(term, known);
					}
					return;
				}
				best = this.stores.known(found, later.get(), deadline);
			}
		}
		catch (NoAnswerException ex) {
			log.debug("{} {}", member.id(), ex.why());
		}
	}

	/** An empty store in the place of another is no answer. */
	private static List<Member> known(RingState state, Map<Member, StoreStatus> statuses) {
		return state.everyStore()
			.stream()
			.filter((member) -> statuses.entrySet()
				.stream()
				.anyMatch((status) -> status.getKey().id().equals(member.id())
						&& Objects.equals(status.getValue().store(), member.store())))
			.toList();
	}

	/**
	 * A log may have a later state, of which too few were told. No router has gone
	 * another way: that needs a majority which knows what it went to.
	 */
	private void goOn(long term, Known known) {
		this.ring.change("went on from what its members know", (now) -> {
			if (now.snapshot().term() >= term) {
				return now;
			}
			boolean isLater = now.holdsEntries() && this.states.stamp(now).compareTo(known.stamp()) > 0;
			return isLater ? now.in(term) : now.recovered(term, known.stamp(), known.state());
		});
		log.info("The ring goes on from what its members know: {}.", known.stamp());
		this.done = true;
	}

}
