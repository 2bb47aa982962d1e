package dev.hashring.router.view;

import java.net.URI;
import java.util.Objects;
import java.util.stream.Stream;

import dev.hashring.hash.NamedHash;
import dev.hashring.router.membership.Member;
import dev.hashring.router.membership.Placement;
import dev.hashring.router.membership.RingShape;
import dev.hashring.router.membership.RingState;
import org.jspecify.annotations.Nullable;

/**
 * One change of the ring: exactly one of the three.
 *
 * @param join a member to take in, or to change
 * @param leave the id of a member to let go
 * @param settings settings to change; those that are not named stay
 */
record ChangeRequest(@Nullable Join join, @Nullable String leave, @Nullable Settings settings) {

	ChangeRequest {
		if (Stream.of(join, leave, settings).filter(Objects::nonNull).count() != 1) {
			throw new IllegalArgumentException("A change has exactly one of: join, leave, settings.");
		}
	}

	/** A member; what is not named is as it is now, or as for a new member. */
	record Join(@Nullable String id, @Nullable URI url, @Nullable Double weight, @Nullable Long position) {

		Member member(RingState state) {
			String name = (this.id != null) ? this.id : "";
			// Nobody asks this address: it stands for one that has not been said.
			Member now = state.members()
				.getOrDefault(name, new Member("new", URI.create("http://new.invalid"), 1, null));
			return new Member(name, (this.url != null) ? this.url : now.url(),
					(this.weight != null) ? this.weight : now.weight(),
					(this.position != null) ? this.position : now.position());
		}

	}

	/** The settings that decide what the ring looks like. */
	record Settings(@Nullable Placement placement, @Nullable Long size, @Nullable NamedHash hash,
			@Nullable Integer virtualNodes) {

		RingShape shape(RingShape now) {
			Placement next = (this.placement != null) ? this.placement : now.placement();
			Long positions = (this.size != null || next != now.placement()) ? this.size : (Long) now.size();
			return RingShape.of(next, positions, (this.hash != null) ? this.hash : now.hash(),
					(this.virtualNodes != null) ? this.virtualNodes : now.virtualNodes());
		}

	}

	/**
	 * The state after this change.
	 * @throws IllegalArgumentException if there can be no such ring
	 * @throws java.util.NoSuchElementException if there is no such member
	 */
	RingState applyTo(RingState state) {
		if (this.join != null) {
			return state.join(this.join.member(state));
		}
		if (this.settings != null) {
			return state.reshape(this.settings.shape(state.shape()));
		}
		return state.leave(String.valueOf(this.leave));
	}

}
