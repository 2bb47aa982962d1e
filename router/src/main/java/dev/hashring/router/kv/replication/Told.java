package dev.hashring.router.kv.replication;

import dev.hashring.protocol.RingStamp;
import dev.hashring.router.log.SharedJson;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.SharedState;

/**
 * What routers tell stores about a state of the ring.
 *
 * @param stamp which state it is
 * @param json all of it
 */
public record Told(RingStamp stamp, byte[] json) {

	static Told of(RingState state) {
		byte[] json = SharedJson.write(SharedState.of(state));
		return new Told(new RingStamp(state.snapshot().term(), state.snapshot().since(), RingStamp.identity(json)),
				json);
	}

}
