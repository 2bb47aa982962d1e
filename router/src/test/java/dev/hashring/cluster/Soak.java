package dev.hashring.cluster;

import java.time.Duration;

/**
 * How long trials under load are: with {@code -Psoak} much longer.
 */
public final class Soak {

	public static final boolean ON = Boolean.getBoolean("soak");

	/** How long readers and writers go on while things happen. */
	static final Duration TRIAL = Duration.ofSeconds(ON ? 300 : 8);

	/** Within what time all has to be well again. */
	static final Duration SOON = Duration.ofMinutes(ON ? 10 : 2);

	private Soak() {
	}

}
