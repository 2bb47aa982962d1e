package dev.hashring.router.ring;

import java.time.Duration;

import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.nodes.Timeouts;

/**
 * How long the router waits, and how long it keeps a member that is silent. Each is at
 * most an hour.
 *
 * @param connectTimeout how long a node may take to accept a connection, the look-up of
 * its name included
 * @param readTimeout how long a node may take for its whole answer
 * @param deadline how long the router may take for a whole request
 * @param lease for how long members that had joined by themselves stay when the router
 * has started again
 * @param removal how long a member whose lease ran out is still in the ring
 */
public record Timing(Duration connectTimeout, Duration readTimeout, Duration deadline, Duration lease,
		Duration removal) {

	/** The default of each. */
	public static final Timing DEFAULT = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(6),
			Duration.ofSeconds(6), Duration.ofSeconds(30));

	public Timing {
		require("connect-timeout", connectTimeout, Duration.ofMillis(1));
		require("read-timeout", readTimeout, Duration.ofMillis(1));
		require("deadline", deadline, Duration.ofMillis(1));
		require("lease", lease, Duration.ofSeconds(1));
		require("removal", removal, Duration.ZERO);
	}

	/** How long one node may take for one request. */
	public Timeouts timeouts() {
		return new Timeouts(this.connectTimeout, this.readTimeout);
	}

	private static void require(String name, Duration duration, Duration least) {
		if (duration.compareTo(least) < 0 || duration.compareTo(Duration.ofHours(1)) > 0) {
			throw new InvalidRingException("ring.%s is '%sms', but has to be from %sms to 1h.".formatted(name,
					duration.toMillis(), least.toMillis()));
		}
	}

}
