package dev.hashring.router.kv.replication;

import java.util.Map;

import dev.hashring.protocol.RingStamp;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Derives what stores are told about a state, and keeps that of the state asked for last.
 */
@Component
public class ToldStates {

	private volatile Map.@Nullable Entry<RingState, Told> last;

	/** What stores are told about a state. */
	public Told of(RingState state) {
		Map.Entry<RingState, Told> known = this.last;
		if (known == null || known.getKey() != state) {
			known = Map.entry(state, Told.of(state));
			this.last = known;
		}
		return known.getValue();
	}

	RingStamp stamp(RingState state) {
		return of(state).stamp();
	}

}
