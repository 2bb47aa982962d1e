package dev.hashring.router.kv.replication;

import java.util.List;
import java.util.Optional;

import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.Moving;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.RingStamp;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.SharedState;
import dev.hashring.web.Memory.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * The stores of members: all that one can be asked but single entries. Each call says by
 * which state of the ring it was decided, and fails with a {@link NoAnswerException} if
 * there is no answer before the deadline.
 */
public interface Stores {

	/** Keys that a member holds, in the order of their bytes in UTF-8. */
	KeyPage keys(RingState state, Member member, String prefix, String after, int limit, Deadline deadline)
			throws NoAnswerException;

	/** One checksum of what a member holds in each of these ranges, in the same order. */
	List<String> digests(RingState state, Member member, List<PositionRange> ranges, Deadline deadline)
			throws NoAnswerException;

	/**
	 * What a member holds in one range.
	 * @param after the last entry of the page before; null for the first page
	 */
	PositionRange.Page range(RingState state, Member member, PositionRange range, PositionRange.@Nullable Item after,
			Deadline deadline) throws NoAnswerException;

	/**
	 * Puts a state of the ring on the disk of a member's store, unless it knows a later
	 * one.
	 */
	void tell(RingState state, Member member, Deadline deadline) throws NoAnswerException;

	/**
	 * Has a member's store refuse all calls by earlier terms from now on; it refuses to
	 * promise the same term twice.
	 * @return what it says of itself after that
	 */
	StoreStatus promise(RingState state, Member member, long term, Deadline deadline) throws NoAnswerException;

	/**
	 * Has a member delete what it is no replica of, now that enough stores know a state.
	 */
	void clean(RingState state, Member member, Deadline deadline) throws NoAnswerException;

	/** The latest state of the ring that a member's store knows, if it knows one. */
	Optional<Known> known(RingState state, Member member, Deadline deadline) throws NoAnswerException;

	/** A state of the ring that a store knows. */
	record Known(RingStamp stamp, SharedState state) {
	}

	/**
	 * Whole entries of a member, as many of the first keys as fit a page; those that it
	 * does not have are left out.
	 * @param memory for the page
	 */
	EntryPage fetch(RingState state, Member member, List<String> keys, Deadline deadline, Reservation memory)
			throws NoAnswerException;

	/** Has a member store those entries of which it has no newer ones. */
	void bring(RingState state, Member member, EntryPage page, Deadline deadline) throws NoAnswerException;

	/**
	 * How much of what a member owns would move if a state took the place of the one that
	 * it knows.
	 */
	Moving moving(RingState state, Member member, RingState next, Deadline deadline) throws NoAnswerException;

	/** What the store of a member says of itself. */
	StoreStatus status(RingState state, Member member, Deadline deadline) throws NoAnswerException;

	/** Has a member start a new file in place of a damaged one. */
	void renew(RingState state, Member member, Deadline deadline) throws NoAnswerException;

	/** Tells a member that its new file has all that the damaged one had. */
	void recovered(RingState state, Member member, Deadline deadline) throws NoAnswerException;

}
