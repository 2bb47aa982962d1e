package dev.hashring.router.membership;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hashring.hash.NamedHash;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.ReflectionUtils;

/**
 * The settings of the ring, which can change while it lives. It starts with those under
 * {@code ring:}.
 *
 * @param placement how members are placed on the ring
 * @param size how many positions the ring has; given as null, as many as the placement
 * has by default
 * @param hash which hash function places keys and points on it
 * @param virtualNodes points of a member of weight 1
 * @param onOwnerFailure what happens to a key whose owner is away
 * @param maxAttempts how many members are tried for one request, with {@code next-node}
 * @param connectTimeout how long a node may take to accept a connection, the look-up of
 * its name included
 * @param readTimeout how long a node may take for its whole answer
 * @param deadline how long the router may take for a whole request
 * @param boundedLoad how many times the mean of requests in flight a member may have
 * before others get its keys; 0 for any
 * @param lease for how long members that had joined by themselves stay when the router
 * has started again
 * @param removal how long a member whose lease ran out is still in the ring
 * @param replicas how many members keep each entry
 */
@ConfigurationProperties("ring")
public record RingSettings(@DefaultValue("fixed") Placement placement, @Nullable Long size,
		@DefaultValue("md5") NamedHash hash, @DefaultValue("160") int virtualNodes,
		@DefaultValue("fail") OnOwnerFailure onOwnerFailure, @DefaultValue("3") int maxAttempts,
		@DefaultValue("1s") Duration connectTimeout, @DefaultValue("2s") Duration readTimeout,
		@DefaultValue("6s") Duration deadline, @DefaultValue("0") double boundedLoad,
		@DefaultValue("6s") Duration lease, @DefaultValue("30s") Duration removal, @DefaultValue("1") int replicas) {

	/** The most replicas that an entry may have. */
	public static final int MAX_REPLICAS = 9;

	public RingSettings {
		size = RingShape.of(placement, size, hash, virtualNodes).size();
		if (maxAttempts < 1 || maxAttempts > RingShape.MAX_MEMBERS) {
			throw new IllegalArgumentException("ring.max-attempts is %d, but it has to be from 1 to %d."
				.formatted(maxAttempts, RingShape.MAX_MEMBERS));
		}
		if (boundedLoad != 0 && !(boundedLoad >= 1 && boundedLoad <= 1_000_000)) {
			throw new IllegalArgumentException(
					"ring.bounded-load is %s, but it has to be 0 (off), or from 1 to a million."
						.formatted(boundedLoad));
		}
		require("connect-timeout", connectTimeout, Duration.ofMillis(1));
		require("read-timeout", readTimeout, Duration.ofMillis(1));
		require("deadline", deadline, Duration.ofMillis(1));
		require("lease", lease, Duration.ofSeconds(1));
		require("removal", removal, Duration.ZERO);
		if (replicas < 1 || replicas > MAX_REPLICAS) {
			throw new IllegalArgumentException(
					"ring.replicas is %d, but it has to be from 1 to %d.".formatted(replicas, MAX_REPLICAS));
		}
	}

	private static void require(String name, Duration duration, Duration least) {
		if (duration.compareTo(least) < 0 || duration.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException("ring.%s is '%s', but has to be from %s to 1h.".formatted(name,
					DurationStyle.SIMPLE.print(duration), DurationStyle.SIMPLE.print(least)));
		}
	}

	/** What happens to a key whose owner is away. */
	public enum OnOwnerFailure {

		/** The answer is a 500. */
		@JsonProperty("fail")
		FAIL,

		/** The next member of the preference list answers it. */
		@JsonProperty("next-node")
		NEXT_NODE

	}

	/** What decides where keys and members are on the ring. */
	public RingShape shape() {
		return RingShape.of(this.placement, this.size, this.hash, this.virtualNodes);
	}

	/** How many replicas decide: any two majorities have a member in common. */
	public int majority() {
		return this.replicas / 2 + 1;
	}

	/** Whether a key whose owner is away goes to the next member. */
	public boolean failsOver() {
		return this.onOwnerFailure == OnOwnerFailure.NEXT_NODE;
	}

	/** What differs in other settings, to read: {@code has virtualNodes 40, not 160}. */
	String changesTo(RingSettings next) {
		return Arrays.stream(RingSettings.class.getRecordComponents())
			.filter((setting) -> !value(setting, this).equals(value(setting, next)))
			.map((setting) -> "%s %s, not %s".formatted(setting.getName(), value(setting, next), value(setting, this)))
			.collect(Collectors.joining(", ", "has ", ""));
	}

	private static String value(RecordComponent setting, RingSettings settings) {
		Object value = ReflectionUtils.invokeMethod(setting.getAccessor(), settings);
		return (value instanceof Duration duration) ? DurationStyle.SIMPLE.print(duration)
				: String.valueOf(value).toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
