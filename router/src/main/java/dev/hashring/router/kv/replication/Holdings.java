package dev.hashring.router.kv.replication;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.hashring.protocol.StoreStatus;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;

import org.springframework.stereotype.Component;

/**
 * Whether members hold entries. Until the first write they hold none, so that the ring
 * changes at once and no store is asked. Before the first write is sent, the log says
 * that there may be entries, and in which stores.
 */
@Component
public class Holdings {

	private final LiveRing ring;

	private final Stores stores;

	private final Polls polls;

	Holdings(LiveRing ring, Stores stores, Polls polls) {
		this.ring = ring;
		this.stores = stores;
		this.polls = polls;
	}

	/** Has the log say that there may be entries, if it does not yet. */
	public void begin(Deadline deadline) {
		RingState state = this.ring.state();
		if (state.holdsEntries() || state.members().isEmpty()) {
			return;
		}
		Map<String, String> ids = new TreeMap<>();
		statuses(state, deadline.orIn(state.settings().timing().connectTimeout().plusSeconds(1)))
			.forEach((member, status) -> {
				if (status.store() != null) {
					ids.put(member.id(), status.store());
				}
			});
		// A member that joins meanwhile has its store named later.
		this.ring.change("keeps values from now on", (now) -> now.holdsEntries() ? now : now.holdingEntries(ids));
	}

	/** What the stores of all members say of themselves, of those that answer. */
	Map<Member, StoreStatus> statuses(RingState state, Deadline deadline) {
		return this.polls.askAll(state.everyStore(), deadline, (member) -> this.stores.status(state, member, deadline))
			.answers();
	}

	/**
	 * The members that promise to refuse all calls by earlier terms, and what their
	 * stores say after that.
	 */
	Map<Member, StoreStatus> promised(RingState state, long term, Deadline deadline) {
		return this.polls
			.askAll(List.copyOf(state.everyone().values()), deadline,
					(member) -> this.stores.promise(state, member, term, deadline))
			.answers();
	}

}
