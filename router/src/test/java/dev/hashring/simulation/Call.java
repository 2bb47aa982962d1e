package dev.hashring.simulation;

import java.util.function.Function;

import dev.hashring.protocol.RingStamp;
import org.jspecify.annotations.Nullable;

/**
 * What a store is asked.
 *
 * @param name for the trace
 * @param stamp the state that the caller goes by; null if it goes by none
 * @param store the store that is meant; null if any
 */
record Call<T>(String name, Kind kind, @Nullable RingStamp stamp, @Nullable String store,
		Function<SimulatedStore, T> act) {

	enum Kind {

		/** Reads one entry, or keys. */
		READ,
		/** Writes. */
		WRITE,
		/** Lists entries for others. */
		LIST,
		/** Is about the store itself. */
		OPEN

	}

	/** What a store answers, or what becomes of a message. */
	record Answer<T>(Outcome outcome, @Nullable T value) {

		static <T> Answer<T> of(Outcome outcome) {
			return new Answer<>(outcome, null);
		}

	}

	enum Outcome {

		SERVED, STALE, SEND_STATE, REFUSED, UNREACHABLE

	}

}
