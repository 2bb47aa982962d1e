package dev.hashring.simulation;

import dev.hashring.protocol.Place;
import dev.hashring.protocol.RingDescription;
import dev.hashring.protocol.RingDescription.Keepers;
import dev.hashring.protocol.RingStamp;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.SharedState;

/**
 * A state of the ring as a store knows it.
 */
record KnownRing(RingStamp stamp, SharedState state, RingDescription description, Keepers now, Keepers later) {

	static KnownRing of(RingStamp stamp, RingState ring) {
		SharedState state = SharedState.of(ring);
		SharedState.Next next = state.next();
		RingDescription description = new RingDescription(settings(state.settings()), places(state.members()),
				(next != null) ? new RingDescription.Next(settings(next.settings()), places(next.members())) : null,
				state.banned());
		return new KnownRing(stamp, state, description, description.now(), description.later());
	}

	private static RingDescription.Settings settings(SharedState.Settings settings) {
		return new RingDescription.Settings(settings.placement(), settings.size(), settings.hash(),
				settings.virtualNodes(), settings.replicas());
	}

	private static java.util.List<Place> places(java.util.List<SharedState.Shared> members) {
		return members.stream()
			.map((member) -> new Place(member.id(), member.weight(), member.position(), member.store()))
			.toList();
	}

	boolean isJoint() {
		return this.description.next() != null;
	}

}
