package dev.hashring.router.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.hashring.router.ring.Member;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.store.Poll.Result;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Share;

import org.springframework.stereotype.Component;

/**
 * Brings replicas of a key to the newest entry that a majority of them has.
 */
@Component
class Repairs {

	private final StoreClient stores;

	private final Polls polls;

	private final Memory memory;

	Repairs(StoreClient stores, Polls polls, Memory memory) {
		this.stores = stores;
		this.polls = polls;
		this.memory = memory;
	}

	/**
	 * Asks all replicas of a key what they have, and repairs those that have less.
	 * @return whether a majority answered, and all that did have the newest entry now
	 */
	boolean repair(Replicas replicas) {
		Deadline deadline = Deadline.in(replicas.state().settings().timing().readTimeout());
		try (Share share = this.memory.share()) {
			return repair(new Seen(replicas, this.polls.askAll(replicas.members(), deadline,
					(member) -> this.stores.read(replicas, member, deadline, share))));
		}
	}

	/** The same with what replicas have said, be it their versions alone. */
	boolean repair(Seen seen) {
		List<Member> behind = seen.behind();
		if (!seen.isMajority() || seen.newest().isEmpty() || behind.isEmpty()) {
			return seen.isMajority();
		}
		if (!seen.newest().get().isWhole()) {
			return repair(seen.replicas());
		}
		Deadline deadline = Deadline.in(seen.replicas().state().settings().timing().readTimeout());
		return this.polls.askAll(behind, deadline, (member) -> write(seen, member, deadline)).answers().size() == behind
			.size();
	}

	/**
	 * Has a majority store the newest entry, before anybody is told of it.
	 * @return who has it now
	 * @throws TooFewReplicasException if no majority does in time
	 */
	Set<Member> writeBack(Seen seen, Deadline deadline) {
		Replicas replicas = seen.replicas();
		Set<Member> holders = new LinkedHashSet<>(seen.holders());
		List<Member> others = replicas.members().stream().filter((member) -> !holders.contains(member)).toList();
		Result<?> done = this.polls.ask(others, replicas.majority() - holders.size(), deadline,
				(member) -> write(seen, member, deadline));
		holders.addAll(done.answers().keySet());
		if (holders.size() < replicas.majority()) {
			throw TooFewReplicasException.reading(replicas, holders, done);
		}
		return holders;
	}

	/** A replica that did not say what it has may have something damaged. */
	private boolean write(Seen seen, Member member, Deadline deadline) throws NoAnswerException {
		return this.stores.write(seen.replicas(), member, seen.newest().orElseThrow(), !seen.hasAnswered(member),
				deadline);
	}

}
