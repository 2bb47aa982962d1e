package dev.hashring.router.ring;

import java.net.URI;

import dev.hashring.ring.InvalidRingException;
import org.jspecify.annotations.Nullable;

/**
 * A member that joins or changes; what is null is as it is now, or as for a new member.
 */
public record MemberChange(@Nullable String id, @Nullable URI url, @Nullable Double weight, @Nullable Long position) {

	/**
	 * The member after this change. One that names its url stays without a lease; one
	 * that does not has the lease that it had.
	 * @param otherwise where a new member answers that does not say it; null: it has to
	 * @throws InvalidRingException if there can be no such member
	 */
	public Member applyTo(RingState state, @Nullable URI otherwise) {
		String name = (this.id != null) ? this.id : "";
		Member now = state.everyone().get(name);
		if (now == null) {
			URI address = (this.url != null) ? this.url : otherwise;
			if (address == null) {
				throw new InvalidRingException("Member %s is new, so it has to say its url.".formatted(name));
			}
			return new Member(name, address, (this.weight != null) ? this.weight : 1, this.position);
		}
		return new Member(name, (this.url != null) ? this.url : now.url(),
				(this.weight != null) ? this.weight : now.weight(),
				(this.position != null) ? this.position : now.position(), (this.url != null) ? null : now.instance(),
				now.store());
	}

}
