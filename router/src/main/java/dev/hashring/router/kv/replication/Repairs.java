package dev.hashring.router.kv.replication;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Reservation;

import org.springframework.stereotype.Component;

/**
 * Brings replicas of a key to the newest entry that a majority of them has.
 */
@Component
public class Repairs {

	private final Entries entries;

	private final Polls polls;

	private final Memory memory;

	private final Machine machine;

	Repairs(Entries entries, Polls polls, Memory memory, Machine machine) {
		this.entries = entries;
		this.polls = polls;
		this.memory = memory;
		this.machine = machine;
	}

	/**
	 * Asks all replicas of a key what they have, and repairs those that have less.
	 * @return whether a majority answered, and all that did have the newest entry now
	 */
	boolean repair(Replicas replicas) {
		Deadline deadline = readTimeout(replicas);
		try (Reservation memory = this.memory.reserve()) {
			return repair(new Seen(replicas, this.polls.askAll(replicas.members(), deadline,
					(member, threads) -> this.entries.read(replicas, member, deadline, memory, threads))));
		}
	}

	/** The same with what replicas have said, even if it is only their versions. */
	public boolean repair(Seen seen) {
		List<Member> behind = seen.behind();
		if (!seen.isMajority() || seen.newest().isEmpty() || behind.isEmpty()) {
			return seen.isMajority();
		}
		if (!seen.newest().get().isWhole()) {
			return repair(seen.replicas());
		}
		Deadline deadline = readTimeout(seen.replicas());
		Result<?> done = this.polls.askAll(behind, deadline,
				(member, threads) -> write(seen, member, deadline, threads));
		return done.answers().size() == behind.size();
	}

	/**
	 * Has a majority store the newest entry, before any caller sees it.
	 * @return the members that have it now
	 * @throws StaleStateException if no majority does, and a store knows a later state of
	 * the ring
	 * @throws TooFewReplicasException if no majority does in time
	 */
	public Set<Member> writeBack(Seen seen, Deadline deadline) {
		Replicas replicas = seen.replicas();
		Set<Member> holders = new LinkedHashSet<>(seen.holders());
		List<Member> others = replicas.members().stream().filter((member) -> !holders.contains(member)).toList();
		Result<?> done = this.polls
			.begin(others, (more) -> replicas.isMajority(Stream.concat(holders.stream(), more.stream()).toList()),
					(member, threads) -> write(seen, member, deadline, threads))
			.await(deadline);
		holders.addAll(done.answers().keySet());
		if (!replicas.isMajority(holders)) {
			done.requireLatest();
			throw TooFewReplicasException.reading(replicas, holders, done);
		}
		return holders;
	}

	/** A replica that did not say what it has may have something damaged. */
	private CompletableFuture<?> write(Seen seen, Member member, Deadline deadline, Executor threads) {
		return this.entries.write(seen.replicas(), member, seen.newest().orElseThrow(), !seen.hasAnswered(member),
				deadline, threads);
	}

	private Deadline readTimeout(Replicas replicas) {
		return this.machine.in(replicas.state().settings().timing().readTimeout());
	}

}
