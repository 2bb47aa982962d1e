package dev.hashring.router.log;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the states of the ring are kept, one after the other. It decides which of several
 * changes comes first: a state is appended to the one that it was derived from, or not at
 * all. The last {@value #KEPT} can be read.
 */
public interface RingLog {

	/** How many states are kept. */
	int KEPT = 1_000;

	/**
	 * The newest state; empty before the first.
	 * @throws LogFailedException if that can't be known now
	 */
	Optional<LoggedState> last();

	/** The state of an epoch, if it is still kept. */
	Optional<LoggedState> read(long epoch);

	/**
	 * The kept states after an epoch, oldest first.
	 * @param limit the most that are returned
	 */
	List<LoggedState> readAfter(long epoch, int limit);

	/**
	 * Appends a state if the newest one is of the epoch expected: compare-and-set. On
	 * return it is durable, and followers know it.
	 * @param expectedEpoch 0 before the first state
	 * @param next of the epoch after that; or of the same one, which it replaces
	 * @return whether it was appended; if not, another came first
	 * @throws LogFailedException if it can't be written; unless its message says
	 * otherwise, nothing has changed
	 */
	boolean append(long expectedEpoch, LoggedState next);

	/** Has a follower told of each state that is appended from now on, in their order. */
	void follow(Consumer<LoggedState> follower);

	/** Whether it can be written now, and later states would be seen. */
	default boolean isReachable() {
		return true;
	}

}
