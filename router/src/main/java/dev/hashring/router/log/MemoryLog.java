package dev.hashring.router.log;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A ring log that ends with its process.
 */
class MemoryLog implements RingLog {

	private final ConcurrentSkipListMap<Long, LoggedState> states = new ConcurrentSkipListMap<>();

	private final List<Consumer<LoggedState>> followers = new CopyOnWriteArrayList<>();

	@Override
	public Optional<LoggedState> last() {
		return Optional.ofNullable(this.states.lastEntry()).map(Map.Entry::getValue);
	}

	@Override
	public Optional<LoggedState> read(long epoch) {
		return Optional.ofNullable(this.states.get(epoch));
	}

	@Override
	public List<LoggedState> readAfter(long epoch, int limit) {
		return this.states.tailMap(epoch, false).values().stream().limit(limit).toList();
	}

	@Override
	public synchronized boolean append(long expectedEpoch, LoggedState next) {
		if (epoch() != expectedEpoch || !write(next)) {
			return false;
		}
		take(next);
		return true;
	}

	/** The epoch of the newest state that is known here; 0 before the first. */
	final long epoch() {
		return this.states.isEmpty() ? 0 : this.states.lastKey();
	}

	/**
	 * Makes a state durable, before anybody sees it.
	 * @return whether none came before it
	 */
	boolean write(LoggedState next) {
		return true;
	}

	/** Keeps a state, and has followers told of it. */
	final void take(LoggedState next) {
		keep(next);
		this.followers.forEach((follower) -> follower.accept(next));
	}

	/** Keeps a state, and forgets those that are too old. */
	final void keep(LoggedState state) {
		this.states.put(state.epoch(), state);
		this.states.headMap(state.epoch() - KEPT, true).clear();
	}

	@Override
	public void follow(Consumer<LoggedState> follower) {
		this.followers.add(follower);
	}

	@Override
	public String toString() {
		return "memory";
	}

}
