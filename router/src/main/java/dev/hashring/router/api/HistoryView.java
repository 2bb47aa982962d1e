package dev.hashring.router.api;

import java.time.Instant;
import java.util.List;

import dev.hashring.router.log.Change;
import dev.hashring.router.log.LoggedState;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /ring/history} answers.
 *
 * @param states the oldest first
 * @param next the {@code after} of the next page; null if this is the last
 */
record HistoryView(List<Logged> states, @Nullable Long next) {

	/** A state: what differs from the one before, and why. */
	record Logged(long epoch, Instant time, Change change, String why) {

		static Logged of(LoggedState logged) {
			return new Logged(logged.state().epoch(), logged.time(), logged.change(), logged.why());
		}

	}

	/** A page of that many states, from a list with one more if others follow. */
	static HistoryView of(List<LoggedState> found, int limit) {
		List<Logged> states = found.stream().limit(limit).map(Logged::of).toList();
		return new HistoryView(states, (found.size() > limit) ? states.get(limit - 1).epoch() : null);
	}

}
