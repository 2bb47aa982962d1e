package dev.hashring.router.kv.replication;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.hashring.protocol.Version;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.web.Memory.Reservation;

/**
 * Single entries of replicas. Each call says by which state of the ring it was decided,
 * and fails with a {@link NoAnswerException} if there is no answer before the deadline.
 */
public interface Entries {

	/**
	 * The entry that a replica has for a key, if it ever had one.
	 * @param memory for its value
	 * @param threads for what waits for the answer
	 */
	CompletableFuture<Optional<Versioned>> read(Replicas replicas, Member member, Deadline deadline, Reservation memory,
			Executor threads);

	/** The same without the value, which the replica has checked all the same. */
	CompletableFuture<Optional<Versioned>> head(Replicas replicas, Member member, Deadline deadline, Executor threads);

	/**
	 * Has a replica store an entry on its disk, unless it has a newer one there.
	 * @param repair whether the entry is the newest of a majority without this replica
	 */
	CompletableFuture<?> write(Replicas replicas, Member member, Versioned entry, boolean repair, Deadline deadline,
			Executor threads);

	/**
	 * Has the one replica of a key store a value on its disk, in a version above the one
	 * that it has.
	 * @param writer of the new version
	 */
	CompletableFuture<Stored> writeNext(Replicas replicas, Member member, Value value, long writer, Deadline deadline,
			Executor threads);

	/**
	 * A value that a replica has stored.
	 *
	 * @param isNew whether there was no value before
	 */
	record Stored(Version version, boolean isNew) {
	}

}
