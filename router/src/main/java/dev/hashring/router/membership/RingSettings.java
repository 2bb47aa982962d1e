package dev.hashring.router.membership;

import java.time.Duration;
import java.util.List;

import dev.hashring.hash.NamedHash;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings under {@code ring:}.
 *
 * @param placement how members are placed on the ring
 * @param size how many positions the ring has; without it, as many as the placement has
 * by default
 * @param hash which hash function places keys and points on it
 * @param virtualNodes points of a member of weight 1
 * @param onOwnerFailure what happens to a key whose owner is away
 * @param connectTimeout how long a node may take to accept a connection, the look-up of
 * its name included
 * @param readTimeout how long a node may take for its whole answer
 * @param deadline how long the router may take for a whole request
 * @param members who is in the ring
 */
@Validated
@ConfigurationProperties("ring")
public record RingSettings(@DefaultValue("fixed") Placement placement, @Nullable Long size,
		@DefaultValue("md5") NamedHash hash, @DefaultValue("160") int virtualNodes,
		@DefaultValue("fail") OnOwnerFailure onOwnerFailure,
		@DefaultValue("1s") @DurationMin(millis = 1, message = BOUNDS) @DurationMax(hours = 1,
				message = BOUNDS) Duration connectTimeout,
		@DefaultValue("2s") @DurationMin(millis = 1, message = BOUNDS) @DurationMax(hours = 1,
				message = BOUNDS) Duration readTimeout,
		@DefaultValue("6s") @DurationMin(millis = 1, message = BOUNDS) @DurationMax(hours = 1,
				message = BOUNDS) Duration deadline,
		@DefaultValue List<Member> members) {

	private static final String BOUNDS = "has to be from 1ms to 1h";

	public RingSettings {
		// Fails here, where it is known that settings are wrong, if there can be no such
		// ring.
		RingState.first(RingShape.of(placement, size, hash, virtualNodes), members);
	}

	/** What happens to a key whose owner is away. */
	public enum OnOwnerFailure {

		/** The answer is a 500. */
		FAIL

	}

	/** The shape of the ring that these settings ask for. */
	public RingShape shape() {
		return RingShape.of(this.placement, this.size, this.hash, this.virtualNodes);
	}

}
