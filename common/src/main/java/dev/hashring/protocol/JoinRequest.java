package dev.hashring.protocol;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /ring/members/{id}}: a member joins, changes, or renews its
 * lease. What is not named is as it is now, or as for a new member.
 *
 * @param url where it answers, {@code http://host:port}
 * @param weight how much of the ring it takes, beside a member of weight 1
 * @param position where it stands in fixed placement
 * @param leaseSeconds for how long it joins unless it renews this in time; without a
 * lease it stays
 */
public record JoinRequest(@Nullable URI url, @Nullable Double weight, @Nullable Long position,
		@Nullable Integer leaseSeconds) {

	/**
	 * The header that names the process which joins, renews or leaves by itself, another
	 * one after each start. One that was taken out of the ring stays out.
	 */
	public static final String INSTANCE = "X-Ring-Instance";

}
