package dev.hashring.node.entry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.hashring.protocol.Place;
import dev.hashring.protocol.RingDescription;
import dev.hashring.protocol.RingDescription.Keepers;
import dev.hashring.protocol.RingDescription.Settings;
import dev.hashring.protocol.RingStamp;
import dev.hashring.ring.InvalidRingException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A state of the ring that a store was told, with the text that told it.
 */
public final class KnownRing {

	/** A router of a later version may say more. */
	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
		.build();

	private final RingStamp stamp;

	private final String text;

	private final RingDescription description;

	private final Keepers now;

	private KnownRing(RingStamp stamp, String text) {
		this.stamp = stamp;
		this.text = text;
		this.description = description(text.getBytes(StandardCharsets.UTF_8));
		this.now = this.description.now();
	}

	/**
	 * Reads the state of a stamp.
	 * @param json of the state; the stamp's identity is its hash
	 * @throws IllegalArgumentException if it is not that of the stamp, or no state
	 */
	public static KnownRing read(RingStamp stamp, byte[] json) {
		String text = new String(json, StandardCharsets.UTF_8);
		String identity = RingStamp.identity(text.getBytes(StandardCharsets.UTF_8));
		if (!identity.equals(stamp.identity())) {
			throw new IllegalArgumentException(
					"The identity of this state is %s, and not %s.".formatted(identity, stamp.identity()));
		}
		return new KnownRing(stamp, text);
	}

	/**
	 * Reads a state that has no stamp.
	 * @throws IllegalArgumentException if it is none
	 */
	public static RingDescription description(byte[] json) {
		try {
			RingDescription read = JSON.readValue(json, RingDescription.class);
			boolean isWhole = isWhole(read.settings(), read.members())
					&& (read.next() == null || isWhole(read.next().settings(), read.next().members()));
			if (isWhole) {
				RingDescription whole = new RingDescription(read.settings(), read.members(), read.next(),
						Objects.requireNonNullElse(read.banned(), List.of()));
				// It is made once, to see that there can be such a ring.
				whole.later();
				return whole;
			}
		}
		catch (JacksonException | InvalidRingException | NullPointerException ex) {
			throw new IllegalArgumentException("The body has to be a state of the ring in JSON.", ex);
		}
		throw new IllegalArgumentException("The state lacks its settings, or an id of a member.");
	}

	private static boolean isWhole(@Nullable Settings settings, @Nullable List<Place> members) {
		return Stream.of(settings, members).allMatch(Objects::nonNull)
				&& Objects.requireNonNull(settings).replicas() > 0
				&& Objects.requireNonNull(members).stream().allMatch((member) -> member != null && member.id() != null);
	}

	public RingStamp stamp() {
		return this.stamp;
	}

	/** The JSON, as it came. */
	public String text() {
		return this.text;
	}

	public RingDescription description() {
		return this.description;
	}

	/** Who keeps what by the ring that holds. */
	public Keepers now() {
		return this.now;
	}

	/** Whether no entries move. */
	public boolean isStable() {
		return this.description.next() == null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof KnownRing ring && this.stamp.equals(ring.stamp) && this.text.equals(ring.text);
	}

	@Override
	public int hashCode() {
		return this.stamp.hashCode();
	}

	@Override
	public String toString() {
		return this.stamp.toString();
	}

}
