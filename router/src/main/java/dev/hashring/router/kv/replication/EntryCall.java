package dev.hashring.router.kv.replication;

import java.time.Duration;
import java.util.Objects;

import dev.hashring.protocol.EntryPage;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.web.Memory.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * A call to a replica about the entry for one key.
 *
 * @param deadline when to give it up
 * @param entry to store; null if it asks for what is there
 * @param memory for the body of the answer; null: that is small
 */
record EntryCall(Replicas replicas, Member member, Deadline deadline, @Nullable Versioned entry,
		@Nullable Reservation memory) {

	/** A call that asks for what is there. */
	static EntryCall get(Replicas replicas, Member member, Deadline deadline, @Nullable Reservation memory) {
		return new EntryCall(replicas, member, deadline, null, memory);
	}

	/** A call that stores an entry. */
	static EntryCall put(Replicas replicas, Member member, Deadline deadline, Versioned entry) {
		return new EntryCall(replicas, member, deadline, entry, null);
	}

	/** The entry to store, as it travels with others. */
	EntryPage.Item item() {
		Versioned entry = Objects.requireNonNull(this.entry);
		Value value = entry.value();
		return EntryPage.Item.of(this.replicas.key(), entry.version(), entry.deleted(),
				(value != null) ? value.type() : null, (value != null) ? value.body() : new byte[0]);
	}

	/** How large it is, about. */
	int bytes() {
		Value value = (this.entry != null) ? this.entry.value() : null;
		int text = this.replicas.key().length() + ((value != null && value.type() != null) ? value.type().length() : 0);
		return text + ((value != null) ? value.body().length : 0);
	}

	/** Until when it may wait for others to end. */
	Deadline patience() {
		return this.deadline.orIn(readTimeout());
	}

	/** Whether others that went with it would have much less time than alone. */
	boolean isUrgent() {
		return this.deadline.nanosLeft() < readTimeout().toNanos() / 2;
	}

	private Duration readTimeout() {
		return this.replicas.state().settings().timing().readTimeout();
	}

	/** Whether both go to the same store, by the same state of the ring. */
	boolean goesWith(EntryCall other) {
		return this.replicas.state() == other.replicas.state() && this.member.equals(other.member);
	}

}
