package dev.hashring.router.membership;

import java.time.Duration;

import dev.hashring.hash.NamedHash;
import dev.hashring.router.membership.RingSettings.OnOwnerFailure;
import org.jspecify.annotations.Nullable;

/**
 * Settings to change, as {@link RingSettings} has them; those that are null stay. Another
 * placement without a size gets the size that it has by default.
 */
public record SettingsChange(@Nullable Placement placement, @Nullable Long size, @Nullable NamedHash hash,
		@Nullable Integer virtualNodes, @Nullable OnOwnerFailure onOwnerFailure, @Nullable Integer maxAttempts,
		@Nullable Duration connectTimeout, @Nullable Duration readTimeout, @Nullable Duration deadline,
		@Nullable Double boundedLoad, @Nullable Duration lease, @Nullable Duration removal,
		@Nullable Integer replicas) {

	/**
	 * The settings after this change.
	 * @throws IllegalArgumentException if there can be no such settings
	 */
	public RingSettings applyTo(RingSettings now) {
		Placement next = or(this.placement, now.placement());
		return new RingSettings(next, (this.size != null || next != now.placement()) ? this.size : now.size(),
				or(this.hash, now.hash()), or(this.virtualNodes, now.virtualNodes()),
				or(this.onOwnerFailure, now.onOwnerFailure()), or(this.maxAttempts, now.maxAttempts()),
				or(this.connectTimeout, now.connectTimeout()), or(this.readTimeout, now.readTimeout()),
				or(this.deadline, now.deadline()), or(this.boundedLoad, now.boundedLoad()), or(this.lease, now.lease()),
				or(this.removal, now.removal()), or(this.replicas, now.replicas()));
	}

	private static <T> T or(@Nullable T changed, T now) {
		return (changed != null) ? changed : now;
	}

}
