package dev.hashring.router.membership;

import java.time.Duration;
import java.util.List;

import dev.hashring.ring.HashRing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings under {@code ring:}.
 *
 * @param placement how members are placed on the ring
 * @param size how many positions the ring has
 * @param hash which hash function places keys on it
 * @param connectTimeout how long a node may take to accept a connection, the look-up of
 * its name included
 * @param readTimeout how long a node may take for its whole answer
 * @param deadline how long the router may take for a whole request
 * @param members who is in the ring
 */
@Validated
@ConfigurationProperties("ring")
public record RingSettings(@DefaultValue("fixed") Placement placement,
		@DefaultValue("360") @Min(1) @Max(HashRing.MAX_SIZE) long size, @DefaultValue("md5") Hash hash,
		@DefaultValue("1s") @DurationMin(millis = 1, message = "must be at least 1ms") Duration connectTimeout,
		@DefaultValue("2s") @DurationMin(millis = 1, message = "must be at least 1ms") Duration readTimeout,
		@DefaultValue("6s") @DurationMin(millis = 1, message = "must be at least 1ms") Duration deadline,
		@DefaultValue List<Member> members) {

	/** The ways to place members on the ring. */
	public enum Placement {

		/** Each member stands at the position it was given. */
		FIXED

	}

	/** The hash functions, by name. */
	public enum Hash {

		/** {@link dev.hashring.hash.Md5}. */
		MD5

	}

}
