package dev.hashring.router.api;

import java.net.URI;
import java.util.Objects;
import java.util.stream.Stream;

import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.log.SettingsJson;
import dev.hashring.router.ring.MemberChange;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change of the ring: exactly one of the three.
 *
 * @param join a member to take in, or to change
 * @param leave the id of a member to let go
 * @param settings settings to change; those that are not named stay
 */
record ChangeRequest(@Nullable MemberChange join, @Nullable String leave, @Nullable ObjectNode settings) {

	/** Stands for an address that a preview does not need. */
	private static final URI UNNAMED = URI.create("http://new.invalid");

	ChangeRequest {
		if (Stream.of(join, leave, settings).filter(Objects::nonNull).count() != 1) {
			throw new InvalidRingException("A change has exactly one of: join, leave, settings.");
		}
	}

	/**
	 * The state after this change.
	 * @throws InvalidRingException if there can be no such ring
	 * @throws dev.hashring.router.ring.UnknownMemberException if there is no such member
	 */
	RingState applyTo(RingState state) {
		if (this.join != null) {
			return state.join(this.join.applyTo(state, UNNAMED));
		}
		if (this.settings != null) {
			return state.with(SettingsJson.merge(state.settings(), this.settings, "settings."::concat));
		}
		return state.leave(String.valueOf(this.leave));
	}

}
