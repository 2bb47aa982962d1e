package dev.hashring.router.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.hashring.protocol.Version;
import dev.hashring.router.membership.LiveRing;
import dev.hashring.router.membership.Member;
import dev.hashring.router.membership.RingState;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.store.Entry.Value;
import dev.hashring.router.store.Poll.Result;
import dev.hashring.router.store.StoreClient.Head;
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

	Register(LiveRing ring, StoreClient stores, Polls polls) {
		this.ring = ring;
		this.stores = stores;
		this.polls = polls;
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
	 * Reads a key.
	 * @throws TooFewReplicasException if no majority of its replicas answers in time
	 */
	Read read(String key) {
		RingState state = this.ring.state();
		state.requireMembers();
		Deadline deadline = Deadline.in(state.settings().deadline());
		Replicas replicas = Replicas.of(state, key);
		Result<Optional<Entry>> seen = this.polls.ask(replicas.members(), replicas.majority(), deadline,
				(member) -> this.stores.read(replicas, member, deadline), (all) -> repair(replicas, all));
		if (seen.answers().size() < replicas.majority()) {
			throw TooFewReplicasException.reading(replicas, seen);
		}
		Optional<Entry> newest = newest(seen);
		Set<Member> holders = holders(newest, seen);
		if (newest.isPresent() && holders.size() < replicas.majority()) {
			holders.addAll(writeBack(replicas, newest.get(), seen, holders, deadline));
		}
		return new Read(newest, holders);
	}

	private Set<Member> writeBack(Replicas replicas, Entry newest, Result<Optional<Entry>> seen, Set<Member> holders,
			Deadline deadline) {
		List<Member> others = replicas.members().stream().filter((member) -> !holders.contains(member)).toList();
		int needed = replicas.majority() - holders.size();
		Result<Boolean> done = this.polls.ask(others, needed, deadline,
				(member) -> write(replicas, member, newest, seen, deadline), (all) -> {
				});
		if (done.answers().size() < needed) {
			throw TooFewReplicasException.reading(replicas, done);
		}
		return done.answers().keySet();
	}

	/**
	 * Brings all replicas of a key to what a majority has.
	 * @return whether they are
	 */
	boolean repair(Replicas replicas) {
		Deadline deadline = Deadline.in(replicas.state().settings().readTimeout());
		return repair(replicas, this.polls.askAll(replicas.members(), replicas.members().size(), deadline,
				(member) -> this.stores.read(replicas, member, deadline), (all) -> {
				}));
	}

	/**
	 * Brings those replicas that have less than a majority has, or that refuse to say
	 * what they have, to what that majority has.
	 * @param seen what the replicas say
	 * @return whether all that answered have it now
	 */
	private boolean repair(Replicas replicas, Result<Optional<Entry>> seen) {
		Optional<Entry> newest = newest(seen);
		if (seen.answers().size() < replicas.majority()) {
			return false;
		}
		if (newest.isEmpty()) {
			return true;
		}
		Set<Member> holders = holders(newest, seen);
		List<Member> behind = replicas.members()
			.stream()
			.filter((member) -> !holders.contains(member))
			.filter((member) -> seen.answers().containsKey(member) || hasRefused(member, seen))
			.toList();
		if (behind.isEmpty()) {
			return true;
		}
		Deadline deadline = Deadline.in(replicas.state().settings().readTimeout());
		return this.polls.askAll(behind, behind.size(), deadline,
				(member) -> write(replicas, member, newest.get(), seen, deadline), (all) -> {
				})
			.answers()
			.size() == behind.size();
	}

	private static boolean hasRefused(Member member, Result<?> seen) {
		NoAnswerException failure = seen.failures().get(member);
		return failure != null && failure.kind() == NoAnswerException.Kind.REFUSED;
	}

	/** A replica that did not say what it has may have something damaged. */
	private boolean write(Replicas replicas, Member member, Entry newest, Result<Optional<Entry>> seen,
			Deadline deadline) throws NoAnswerException {
		this.stores.write(replicas, member, newest, !seen.answers().containsKey(member), deadline);
		return true;
	}

	/**
	 * Writes a key.
	 * @param value null: deletes it
	 * @return what was written; nothing if there was nothing to delete
	 * @throws TooFewReplicasException if no majority of its replicas answers in time
	 */
	Optional<Written> write(String key, @Nullable Value value) {
		Deadline deadline = Deadline.in(this.ring.state().settings().deadline());
		while (true) {
			RingState state = this.ring.state();
			state.requireMembers();
			Replicas replicas = Replicas.of(state, key);
			if (value != null && replicas.majority() == 1 && this.ring.holdsEntries() && this.ring.holdEntries(state)) {
				return Optional.of(writeNext(replicas, value, deadline));
			}
			Optional<Head> newest = head(replicas, deadline);
			if (value == null && newest.isEmpty()) {
				return Optional.empty();
			}
			if (this.ring.holdEntries(state)) {
				Version version = Version.above(newest.map(Head::version), Version.newWriter());
				Entry entry = new Entry(version, value);
				boolean isNew = newest.map(Head::deleted).orElse(true);
				return Optional.of(new Written(entry.version(), isNew, store(replicas, entry, deadline)));
			}
		}
	}

	/** One replica is a majority, so it may do both steps at once. */
	private Written writeNext(Replicas replicas, Value value, Deadline deadline) {
		Result<Head> stored = this.polls.ask(replicas.members(), 1, deadline,
				(member) -> this.stores.writeNext(replicas, member, value, deadline), (all) -> {
				});
		Head head = stored.answers()
			.values()
			.stream()
			.findFirst()
			.orElseThrow(() -> TooFewReplicasException.writing(replicas, stored));
		return new Written(head.version(), head.deleted(), stored.answers().keySet());
	}

	private Optional<Head> head(Replicas replicas, Deadline deadline) {
		Result<Optional<Head>> heads = this.polls.ask(replicas.members(), replicas.majority(), deadline,
				(member) -> this.stores.head(replicas, member, deadline), (all) -> {
				});
		if (heads.answers().size() < replicas.majority()) {
			throw TooFewReplicasException.beforeWriting(replicas, heads);
		}
		return heads.answers()
			.values()
			.stream()
			.flatMap(Optional::stream)
			.max((one, other) -> one.version().compareTo(other.version()));
	}

	private Set<Member> store(Replicas replicas, Entry entry, Deadline deadline) {
		Result<Boolean> stored = this.polls.ask(replicas.members(), replicas.majority(), deadline, (member) -> {
			this.stores.write(replicas, member, entry, false, deadline);
			return true;
		}, (all) -> {
		});
		if (stored.answers().size() < replicas.majority()) {
			throw TooFewReplicasException.writing(replicas, stored);
		}
		return stored.answers().keySet();
	}

	private static Optional<Entry> newest(Result<Optional<Entry>> seen) {
		return seen.answers().values().stream().reduce(Optional.empty(), Entry::newest);
	}

	private static Set<Member> holders(Optional<Entry> newest, Result<Optional<Entry>> seen) {
		Optional<Version> version = newest.map(Entry::version);
		return seen.answers()
			.entrySet()
			.stream()
			.filter((answer) -> answer.getValue().map(Entry::version).equals(version))
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

}
