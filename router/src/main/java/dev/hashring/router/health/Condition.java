package dev.hashring.router.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a member. A value: each thing that is seen makes the next one.
 *
 * @param since from when on it is so
 * @param reason what was seen, to follow the member's name
 * @param goodProbes how many good ones came in a row since it went down
 * @param flaps how often it went down within a minute of coming up
 * @param changed when it last went down or came up, as {@link System#nanoTime()} has it;
 * null if it never did
 */
public record Condition(Status status, Instant since, String reason, int goodProbes, int flaps,
		@Nullable Long changed) {

	private static final int GOOD_PROBES = 2;

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	/** Whether a member answers. */
	public enum Status {

		/** It does, or nothing else was seen of it. */
		@JsonProperty("UP")
		UP,

		/** It does not. */
		@JsonProperty("DOWN")
		DOWN

	}

	static Condition ofNewMember() {
		return new Condition(Status.UP, Instant.now(), "is new here", 0, 0, null);
	}

	Condition failed(String why, long nanoTime) {
		if (this.status == Status.DOWN) {
			return new Condition(this.status, this.since, this.reason, 0, this.flaps, this.changed);
		}
		boolean again = this.changed != null && nanoTime - this.changed < MINUTE;
		return new Condition(Status.DOWN, Instant.now(), why, 0, again ? this.flaps + 1 : 0, nanoTime);
	}

	/**
	 * The next one after a good probe; a member that flaps may be held out for a time.
	 */
	Condition answered(boolean holdOut, long nanoTime) {
		if (this.status == Status.UP) {
			return this;
		}
		int good = this.goodProbes + 1;
		boolean tooEarly = holdOut && this.changed != null && nanoTime - this.changed < holdOutNanos();
		if (good < GOOD_PROBES || tooEarly) {
			return new Condition(this.status, this.since, this.reason, good, this.flaps, this.changed);
		}
		return new Condition(Status.UP, Instant.now(), "answered %s probes".formatted(good), 0, this.flaps, nanoTime);
	}

	/**
	 * For how long a member that answers again is still held out; nothing if it does not
	 * answer, or is not.
	 */
	public Optional<Duration> heldOut(long nanoTime) {
		if (this.status == Status.UP || this.goodProbes == 0 || this.changed == null) {
			return Optional.empty();
		}
		long left = holdOutNanos() - (nanoTime - this.changed);
		return (left > 0) ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
	}

	private long holdOutNanos() {
		return (this.flaps > 0) ? Math.min(MINUTE, Duration.ofSeconds(1L << Math.min(this.flaps, 6)).toNanos()) : 0;
	}

}
