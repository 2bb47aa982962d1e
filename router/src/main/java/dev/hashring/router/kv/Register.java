package dev.hashring.router.kv;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.hashring.protocol.Version;
import dev.hashring.router.kv.replication.Entries;
import dev.hashring.router.kv.replication.Entries.Stored;
import dev.hashring.router.kv.replication.Fencing;
import dev.hashring.router.kv.replication.Holdings;
import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.kv.replication.Poll;
import dev.hashring.router.kv.replication.Poll.Asking;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.kv.replication.Polls;
import dev.hashring.router.kv.replication.Repairs;
import dev.hashring.router.kv.replication.Replicas;
import dev.hashring.router.kv.replication.Seen;
import dev.hashring.router.kv.replication.TooFewReplicasException;
import dev.hashring.router.kv.replication.Versioned;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.Memory.Reservation;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads and writes keys, each of which is an atomic register: it behaves as if each read
 * and each write happened at one moment between its begin and its end, whatever replicas
 * fail, and while entries move.
 */
/*
 * The register of Attiya, Bar-Noy and Dolev, "Sharing Memory Robustly in Message-Passing
 * Systems" (1995), for many writers as in Lynch and Shvartsman (1997). Two majorities of
 * the replicas have one in common. So a write that first asks a majority for its highest
 * version, and then stores a higher one at a majority, is later than all that ended
 * before it began. A read takes the highest of a majority; if the others there have less,
 * it writes that back to a majority first, so that no later read sees less.
 *
 * While entries move from one assignment to the next, each phase needs a majority of both
 * (as in RAMBO, Lynch and Shvartsman 2002, cut down to two configurations that one log
 * puts in order). A phase counts answers by one state of the ring only; a store that
 * knows a later one refuses, and the phase begins again with that.
 */
@Component
class Register {

	private final Fencing fencing;

	private final Holdings holdings;

	private final Entries entries;

	private final Polls polls;

	private final Repairs repairs;

	private final Machine machine;

	Register(Fencing fencing, Holdings holdings, Entries entries, Polls polls, Repairs repairs, Machine machine) {
		this.fencing = fencing;
		this.holdings = holdings;
		this.entries = entries;
		this.polls = polls;
		this.repairs = repairs;
		this.machine = machine;
	}

	/**
	 * What a key has.
	 *
	 * @param entry its entry, if it ever had one
	 * @param members that are known to have that entry
	 */
	record Read(Optional<Versioned> entry, Set<Member> members) {
	}

	/**
	 * What was written for a key.
	 *
	 * @param isNew whether there was no value before
	 * @param members that have it on disk by now
	 * @param end completes when the value is no longer being sent to any replica
	 */
	record Written(Version version, boolean isNew, Set<Member> members, CompletableFuture<?> end) {
	}

	/**
	 * Reads a key. One replica is asked for the value, the others for their versions.
	 * @param memory for the value
	 * @throws TooFewReplicasException if no majority of its replicas answers in time
	 */
	Read read(String key, Deadline deadline, Reservation memory) {
		return this.fencing.byState(deadline, (state) -> {
			Replicas replicas = Replicas.of(state, key);
			if (!state.holdsEntries()) {
				return new Read(Optional.empty(), Set.of());
			}
			Member first = this.polls.firstUp(replicas.members());
			Seen seen = see(replicas, deadline,
					(member, threads) -> member.equals(first)
							? this.entries.read(replicas, member, deadline, memory, threads)
							: this.entries.head(replicas, member, deadline, threads));
			if (seen.newest().filter((newest) -> !newest.isWhole()).isPresent()) {
				seen = see(replicas, deadline,
						(member, threads) -> this.entries.read(replicas, member, deadline, memory, threads));
			}
			Set<Member> holders = seen.holders();
			boolean isSafe = seen.newest().isEmpty() || replicas.isMajority(holders);
			return new Read(seen.newest(), isSafe ? holders : this.repairs.writeBack(seen, deadline));
		});
	}

	/** Asks all replicas of a key what they have, by their versions. */
	Seen askAll(String key, Deadline deadline) {
		return this.fencing.byState(deadline, (state) -> {
			Replicas replicas = Replicas.of(state, key);
			Result<Optional<Versioned>> result = this.polls.askAll(replicas.members(), deadline,
					(member, threads) -> state.holdsEntries() ? this.entries.head(replicas, member, deadline, threads)
							: CompletableFuture.completedFuture(Optional.empty()));
			result.requireLatest();
			return new Seen(replicas, result);
		});
	}

	private Seen see(Replicas replicas, Deadline deadline, Asking<Optional<Versioned>> asking) {
		Poll<Optional<Versioned>> poll = this.polls.begin(replicas, asking);
		Seen seen = new Seen(replicas, poll.await(deadline, (entry) -> entry.map(Versioned::withoutValue)));
		poll.end().thenAccept((all) -> repairLater(new Seen(replicas, all)));
		if (!seen.isMajority()) {
			seen.result().requireLatest();
			throw TooFewReplicasException.reading(replicas, seen.result());
		}
		return seen;
	}

	private void repairLater(Seen seen) {
		if (!seen.behind().isEmpty()) {
			this.machine.execute(() -> this.repairs.repair(seen));
		}
	}

	/**
	 * Writes a key.
	 * @param value null: deletes it
	 * @return what was written; nothing if there was nothing to delete
	 * @throws TooFewReplicasException if no majority of its replicas answers in time
	 */
	Optional<Written> write(String key, @Nullable Value value, Deadline deadline) {
		if (value != null && !this.fencing.state(deadline).holdsEntries()) {
			this.holdings.begin(deadline);
		}
		long writer = this.machine.random();
		Begun begun = this.fencing.byState(deadline, (state) -> begin(state, key, value, writer, deadline));
		if (begun.written() != null || (value == null && begun.newest().isEmpty())) {
			return Optional.ofNullable(begun.written());
		}
		// From here on the version stays, whatever becomes of the ring.
		Version version = Version.above(begun.newest().map(Versioned::version), writer);
		Stored stored = new Stored(version, begun.newest().map(Versioned::deleted).orElse(true));
		return Optional.of(this.fencing.byState(deadline, (state) -> {
			Replicas replicas = Replicas.of(state, key);
			return store(replicas, deadline, (member, threads) -> this.entries.write(replicas, member,
					Versioned.of(version, value), false, deadline, threads), (done) -> stored);
		}));
	}

	/**
	 * The first phase of a write.
	 *
	 * @param written all of it, where one replica decides alone and so does both phases
	 */
	private record Begun(Optional<Versioned> newest, @Nullable Written written) {
	}

	private Begun begin(RingState state, String key, @Nullable Value value, long writer, Deadline deadline) {
		Replicas replicas = Replicas.of(state, key);
		if (!state.holdsEntries()) {
			return new Begun(Optional.empty(), null);
		}
		if (value != null && replicas.isOne()) {
			return new Begun(Optional.empty(), store(replicas, deadline,
					(member, threads) -> this.entries.writeNext(replicas, member, value, writer, deadline, threads),
					Function.identity()));
		}
		Result<Optional<Versioned>> heads = this.polls
			.begin(replicas, (member, threads) -> this.entries.head(replicas, member, deadline, threads))
			.await(deadline);
		if (!replicas.isMajority(heads.answers().keySet())) {
			heads.requireLatest();
			throw TooFewReplicasException.beforeWriting(replicas, heads);
		}
		return new Begun(heads.answers()
			.values()
			.stream()
			.flatMap(Optional::stream)
			.max(Comparator.comparing(Versioned::version)), null);
	}

	private <T> Written store(Replicas replicas, Deadline deadline, Asking<T> write, Function<T, Stored> stored) {
		Poll<T> poll = this.polls.begin(replicas, write);
		Result<T> result = poll.await(deadline);
		// Where all that kept a key were given up, no replica need have it, but one must.
		if (result.answers().isEmpty() || !replicas.isMajority(result.answers().keySet())) {
			result.requireLatest();
			throw TooFewReplicasException.writing(replicas, result);
		}
		Stored first = stored.apply(result.answers().values().iterator().next());
		return new Written(first.version(), first.isNew(), result.answers().keySet(), poll.end());
	}

}
