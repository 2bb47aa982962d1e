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
 * in a term of its own, which shuts out whatever an earlier router may still have sent.
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
	 * Looks at what stores say of themselves. One that knows a later state than the log
	 * was told of by a router whose log is lost.
	 */
	void look(RingState state, Map<Member, StoreStatus> statuses) {
		Optional<Map.Entry<Member, StoreStatus>> latest = statuses.entrySet()
			.stream()
			.filter((status) -> status.getValue().stamp() != null)
			.max(Comparator.comparing((status) -> stamp(status.getValue())));
		boolean isLater = latest.isPresent()
				&& (!isDone() || stamp(latest.get().getValue()).compareTo(this.states.stamp(this.ring.state())) > 0);
		if (isLater) {
			goOn(state, latest.get().getKey());
		}
		else if (!isDone() && (state.members().isEmpty() || statuses.size() > state.members().size() / 2)) {
			this.done = true;
		}
	}

	private static RingStamp stamp(StoreStatus status) {
		return RingStamp.parse(Objects.requireNonNull(status.stamp()));
	}

	private void goOn(RingState state, Member member) {
		Deadline deadline = this.machine.deadline(state);
		try {
			Optional<Known> best = this.stores.known(state, member, deadline);
			while (best.isPresent() && deadline.nanosLeft() > 0) {
				RingStamp stamp = best.get().stamp();
				RingState found = state.recovered(stamp, best.get().state());
				// Who is in that ring may know of a later one.
				Map<Member, StoreStatus> statuses = this.holdings.statuses(found, deadline);
				Optional<Member> later = statuses.entrySet()
					.stream()
					.filter((status) -> status.getValue().stamp() != null
							&& stamp(status.getValue()).compareTo(stamp) > 0)
					.map(Map.Entry::getKey)
					.findFirst();
				if (later.isEmpty()) {
					if (Fencing.isMajority(found, known(statuses))) {
						goOn(best.get());
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
	private static List<Member> known(Map<Member, StoreStatus> statuses) {
		return statuses.entrySet()
			.stream()
			.filter((status) -> Objects.equals(status.getKey().store(), status.getValue().store()))
			.map(Map.Entry::getKey)
			.toList();
	}

	private void goOn(Known known) {
		this.ring.change("went on from what its members know", (now) -> {
			boolean isLater = !now.holdsEntries() || known.stamp().compareTo(this.states.stamp(now)) > 0;
			return isLater ? now.recovered(known.stamp(), known.state()) : now;
		});
		log.info("The ring goes on from what its members know: {}.", known.stamp());
		this.done = true;
	}

}
