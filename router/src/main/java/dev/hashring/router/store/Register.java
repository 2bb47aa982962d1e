package dev.hashring.router.store;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.hashring.protocol.Version;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.store.Entry.Value;
import dev.hashring.router.store.Poll.Question;
import dev.hashring.router.store.Poll.Result;
import dev.hashring.web.Memory.Share;
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

	private final StoreClient stores;

	private final Polls polls;

	private final Repairs repairs;

	private final Census census;

	Register(LiveRing ring, StoreClient stores, Polls polls, Repairs repairs, Census census) {
		this.ring = ring;
		this.stores = stores;
		this.polls = polls;
		this.repairs = repairs;
		this.census = census;
	}

	/**
	 * What a key has.
	 *
	 * @param entry its entry, if it ever had one
	 * @param members who is known to have that entry
	 */
	record Read(Optional<Entry> entry, Set<Member> members) {
	}

	/**
	 * What was written for a key.
	 *
	 * @param isNew whether there was no value before
	 * @param members who has it on disk by now
	 */
	record Written(Version version, boolean isNew, Set<Member> members) {
	}

	/**
	 * Reads a key. One replica is asked for the value, the others for their versions.
	 * @param memory for the value
	 * @throws TooFewReplicasException if no majority of its replicas answers in time
	 */
	Read read(String key, Deadline deadline, Share memory) {
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
		boolean isSafe = seen.newest().isEmpty() || holders.size() >= replicas.majority();
		return new Read(seen.newest(), isSafe ? holders : this.repairs.writeBack(seen, deadline));
	}

	private Seen see(Replicas replicas, Deadline deadline, Question<Optional<Entry>> question) {
		Seen seen = new Seen(replicas, this.polls.ask(replicas.members(), replicas.majority(), deadline, question,
				(entry) -> entry.map(Entry::withoutValue), (all) -> repairLater(new Seen(replicas, all))));
		if (!seen.isMajority()) {
			throw TooFewReplicasException.reading(replicas, seen.result());
		}
		return seen;
	}

	private void repairLater(Seen seen) {
		if (!seen.behind().isEmpty()) {
			this.polls.later(() -> this.repairs.repair(seen));
		}
	}

	/**
	 * Writes a key.
	 * @param value null: deletes it
	 * @param whenDone told when nobody needs the value any more
	 * @return what was written; nothing if there was nothing to delete
	 * @throws TooFewReplicasException if no majority of its replicas answers in time
	 */
	Optional<Written> write(String key, @Nullable Value value, Deadline deadline, Runnable whenDone) {
		while (true) {
			RingState state = this.ring.state();
			Replicas replicas = Replicas.of(state, key);
			this.census.require(state, deadline);
			if (value != null && replicas.majority() == 1 && this.ring.holdsEntries() && this.ring.holdEntries(state)) {
				return Optional.of(writeNext(replicas, value, deadline, whenDone));
			}
			Optional<Entry> newest = newest(replicas, deadline);
			if (value == null && newest.isEmpty()) {
				return Optional.empty();
			}
			// If the ring has moved on meanwhile, all starts anew.
			if (this.ring.holdEntries(state)) {
				Version version = Version.above(newest.map(Entry::version), Version.newWriter());
				boolean isNew = newest.map(Entry::deleted).orElse(true);
				return Optional
					.of(new Written(version, isNew, store(replicas, Entry.of(version, value), deadline, whenDone)));
			}
		}
	}

	/** One replica is a majority, so it may do both steps at once. */
	private Written writeNext(Replicas replicas, Value value, Deadline deadline, Runnable whenDone) {
		Result<Stored> stored = this.polls.ask(replicas.members(), 1, deadline,
				(member) -> this.stores.writeNext(replicas, member, value, deadline), UnaryOperator.identity(),
				(all) -> whenDone.run());
		return stored.answers()
			.entrySet()
			.stream()
			.findFirst()
			.map((by) -> new Written(by.getValue().version(), by.getValue().isNew(), Set.of(by.getKey())))
			.orElseThrow(() -> TooFewReplicasException.writing(replicas, stored));
	}

	private Optional<Entry> newest(Replicas replicas, Deadline deadline) {
		Result<Optional<Entry>> heads = this.polls.ask(replicas.members(), replicas.majority(), deadline,
				(member) -> this.stores.head(replicas, member, deadline));
		if (heads.answers().size() < replicas.majority()) {
			throw TooFewReplicasException.beforeWriting(replicas, heads);
		}
		return heads.answers().values().stream().flatMap(Optional::stream).max(Comparator.comparing(Entry::version));
	}

	private Set<Member> store(Replicas replicas, Entry entry, Deadline deadline, Runnable whenDone) {
		Result<Boolean> stored = this.polls.ask(replicas.members(), replicas.majority(), deadline,
				(member) -> this.stores.write(replicas, member, entry, false, deadline), UnaryOperator.identity(),
				(all) -> whenDone.run());
		if (stored.answers().size() < replicas.majority()) {
			throw TooFewReplicasException.writing(replicas, stored);
		}
		return stored.answers().keySet();
	}

}
