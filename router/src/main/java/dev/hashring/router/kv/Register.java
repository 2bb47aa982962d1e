package dev.hashring.router.kv;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.hashring.protocol.Version;
import dev.hashring.router.kv.replication.Census;
import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.kv.replication.Poll;
import dev.hashring.router.kv.replication.Poll.Question;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.kv.replication.Polls;
import dev.hashring.router.kv.replication.Repairs;
import dev.hashring.router.kv.replication.Replicas;
import dev.hashring.router.kv.replication.Seen;
import dev.hashring.router.kv.replication.Stores;
import dev.hashring.router.kv.replication.Stores.Stored;
import dev.hashring.router.kv.replication.TooFewReplicasException;
import dev.hashring.router.kv.replication.Versioned;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.Memory.Reservation;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads and writes keys, each of which is an atomic register: it behaves as if each read
 * and each write happened at one moment between its begin and its end, whatever replicas
 * fail, as long as this is the one router.
 */
/*
 * The register of Attiya, Bar-Noy and Dolev, "Sharing Memory Robustly in Message-Passing
 * Systems" (1995), for many writers as in Lynch and Shvartsman (1997). Two majorities of
 * the replicas have one in common. So a write that first asks a majority for its highest
 * version, and then stores a higher one at a majority, is later than all that ended
 * before it began. A read takes the highest of a majority; if the others there have less,
 * it writes that back to a majority first, so that no later read sees less.
 */
@Component
class Register {

	private final LiveRing ring;

	private final Stores stores;

	private final Polls polls;

	private final Repairs repairs;

	private final Census census;

	private final Machine machine;

	Register(LiveRing ring, Stores stores, Polls polls, Repairs repairs, Census census, Machine machine) {
		this.ring = ring;
		this.stores = stores;
		this.polls = polls;
		this.repairs = repairs;
		this.census = census;
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
		RingState state = this.ring.state();
		Replicas replicas = Replicas.of(state, key);
		this.census.require(state, deadline);
		Member first = this.polls.firstUp(replicas.members());
		Seen seen = see(replicas, deadline, (member) -> member.equals(first)
				? this.stores.read(replicas, member, deadline, memory) : this.stores.head(replicas, member, deadline));
		if (seen.newest().filter((newest) -> !newest.isWhole()).isPresent()) {
			seen = see(replicas, deadline, (member) -> this.stores.read(replicas, member, deadline, memory));
		}
		Set<Member> holders = seen.holders();
		boolean isSafe = seen.newest().isEmpty() || replicas.isMajority(holders);
		return new Read(seen.newest(), isSafe ? holders : this.repairs.writeBack(seen, deadline));
	}

	private Seen see(Replicas replicas, Deadline deadline, Question<Optional<Versioned>> question) {
		Poll<Optional<Versioned>> poll = this.polls.begin(replicas, question);
		Seen seen = new Seen(replicas, poll.await(deadline, (entry) -> entry.map(Versioned::withoutValue)));
		poll.end().thenAccept((all) -> repairLater(new Seen(replicas, all)));
		if (!seen.isMajority()) {
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
		while (true) {
			RingState state = this.ring.state();
			Replicas replicas = Replicas.of(state, key);
			this.census.require(state, deadline);
			if (value != null && replicas.majority() == 1 && this.ring.holdsEntries() && this.ring.holdEntries(state)) {
				return Optional.of(writeNext(replicas, value, deadline));
			}
			Optional<Versioned> newest = newest(replicas, deadline);
			if (value == null && newest.isEmpty()) {
				return Optional.empty();
			}
			// If the ring has moved on meanwhile, all starts anew.
			if (this.ring.holdEntries(state)) {
				Version version = Version.above(newest.map(Versioned::version), this.machine.random());
				Stored stored = new Stored(version, newest.map(Versioned::deleted).orElse(true));
				return Optional.of(store(replicas, deadline, (member) -> {
					this.stores.write(replicas, member, Versioned.of(version, value), false, deadline);
					return stored;
				}));
			}
		}
	}

	/** One replica is a majority, so it may do both steps at once. */
	private Written writeNext(Replicas replicas, Value value, Deadline deadline) {
		long writer = this.machine.random();
		return store(replicas, deadline, (member) -> this.stores.writeNext(replicas, member, value, writer, deadline));
	}

	private Optional<Versioned> newest(Replicas replicas, Deadline deadline) {
		Result<Optional<Versioned>> heads = this.polls
			.begin(replicas, (member) -> this.stores.head(replicas, member, deadline))
			.await(deadline);
		if (!replicas.isMajority(heads.answers().keySet())) {
			throw TooFewReplicasException.beforeWriting(replicas, heads);
		}
		return heads.answers()
			.values()
			.stream()
			.flatMap(Optional::stream)
			.max(Comparator.comparing(Versioned::version));
	}

	private Written store(Replicas replicas, Deadline deadline, Question<Stored> write) {
		Poll<Stored> poll = this.polls.begin(replicas, write);
		Result<Stored> result = poll.await(deadline);
		if (!replicas.isMajority(result.answers().keySet())) {
			throw TooFewReplicasException.writing(replicas, result);
		}
		Stored stored = result.answers().values().iterator().next();
		return new Written(stored.version(), stored.isNew(), result.answers().keySet(), poll.end());
	}

}
