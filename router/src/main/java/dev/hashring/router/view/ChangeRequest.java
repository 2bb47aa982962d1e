package dev.hashring.router.view;

import java.net.URI;
import java.util.Objects;
import java.util.stream.Stream;

import dev.hashring.router.membership.MemberChange;
import dev.hashring.router.membership.RingState;
import dev.hashring.router.membership.SettingsChange;
import org.jspecify.annotations.Nullable;

/**
 * One change of the ring: exactly one of the three.
 *
 * @param join a member to take in, or to change
 * @param leave the id of a member to let go
 * @param settings settings to change; those that are not named stay
 */
record ChangeRequest(@Nullable MemberChange join, @Nullable String leave, @Nullable SettingsChange settings) {

	/** Nobody asks this address: it stands for one that has not been said. */
	private static final URI UNNAMED = URI.create("http://new.invalid");

	ChangeRequest {
		if (Stream.of(join, leave, settings).filter(Objects::nonNull).count() != 1) {
			throw new IllegalArgumentException("A change has exactly one of: join, leave, settings.");
		}
	}

	/**
	 * The state after this change.
	 * @throws IllegalArgumentException if there can be no such ring
	 * @throws dev.hashring.web.Refusal with status 404 if there is no such member
	 */
	RingState applyTo(RingState state) {
		if (this.join != null) {
			return state.join(this.join.applyTo(state, UNNAMED));
		}
		if (this.settings != null) {
			return state.with(this.settings.applyTo(state.settings()));
		}
		return state.leave(String.valueOf(this.leave));
	}

}
