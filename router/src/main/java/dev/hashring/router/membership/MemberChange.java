package dev.hashring.router.membership;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A member that joins or changes; what is null is as it is now, or as for a new member.
 */
public record MemberChange(@Nullable String id, @Nullable URI url, @Nullable Double weight, @Nullable Long position) {

	/**
	 * The member after this change, to stay without a lease.
	 * @param unnamed where a new member answers whose url is not said
	 * @throws IllegalArgumentException if there can be no such member
	 */
	public Member applyTo(RingState state, URI unnamed) {
		String name = (this.id != null) ? this.id : "";
		Member now = state.members().get(name);
		URI address = (now != null) ? now.url() : unnamed;
		Double heaviness = (now != null) ? (Double) now.weight() : (Double) 1.0;
		return new Member(name, (this.url != null) ? this.url : address,
				(this.weight != null) ? this.weight : heaviness,
				(this.position != null || now == null) ? this.position : now.position());
	}

}
