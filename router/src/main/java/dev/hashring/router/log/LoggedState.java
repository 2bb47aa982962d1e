package dev.hashring.router.log;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.hashring.router.ring.Snapshot;

/**
 * A state of the ring as its log keeps it.
 *
 * @param state what the ring follows from
 * @param time when it was appended
 * @param change what differs from the state before
 * @param why why it was changed, to follow a member's name
 * @param configured what was configured then: it shows later whether the configuration
 * has changed, or only the living ring
 */
public record LoggedState(@JsonUnwrapped Snapshot state, Instant time, Change change, String why,
		Configured configured) {

	long epoch() {
		return this.state.epoch();
	}

}
