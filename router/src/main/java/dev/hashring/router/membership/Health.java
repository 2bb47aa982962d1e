package dev.hashring.router.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hashring.router.membership.EventLog.Type;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Which members answer, by what was seen of them. One that fails is {@code DOWN} at once,
 * and {@code UP} again after two good probes in a row. Where requests fail over, one that
 * goes down again and again is held out for 2 s, then 4 s, up to a minute; a minute
 * without a failure and that is forgotten.
 */
@Component
public class Health {

	private static final int GOOD_PROBES = 2;

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final ConcurrentMap<String, Condition> conditions = new ConcurrentHashMap<>();

	private final LiveRing ring;

	private final EventLog events;

	private final LongSupplier nanoTime;

	@Autowired
	Health(LiveRing ring, EventLog events) {
		this(ring, events, System::nanoTime);
	}

	Health(LiveRing ring, EventLog events, LongSupplier nanoTime) {
		this.ring = ring;
		this.events = events;
		this.nanoTime = nanoTime;
	}

	/** Whether a member answers. */
	public enum Status {

		/** It does, or nothing else was seen of it. */
		@JsonProperty("UP")
		UP,

		/** It does not. */
		@JsonProperty("DOWN")
		DOWN

	}

	/**
	 * What was seen of a member.
	 *
	 * @param since from when on it is so
	 * @param reason what was seen, to follow its name
	 * @param goodProbes how many good ones came in a row since it went down
	 * @param flaps how often it went down within a minute of coming up
	 * @param changed when that was, as {@link System#nanoTime()} has it
	 */
	public record Condition(Status status, Instant since, String reason, int goodProbes, int flaps, long changed) {

		private long holdOut() {
			return (this.flaps > 0) ? Math.min(MINUTE, Duration.ofSeconds(1L << Math.min(this.flaps, 6)).toNanos()) : 0;
		}

	}

	/** What was seen of a member. */
	public Condition of(String member) {
		return this.conditions.computeIfAbsent(member,
				(id) -> new Condition(Status.UP, Instant.now(), "is new here", 0, -1, this.nanoTime.getAsLong()));
	}

	/** Whether a member is {@code UP}. */
	public boolean isUp(String member) {
		return of(member).status() == Status.UP;
	}

	/** A member was seen not to answer. */
	public void failed(String member, String why) {
		update(member, (now) -> {
			if (now.status() == Status.DOWN) {
				return new Condition(Status.DOWN, now.since(), now.reason(), 0, now.flaps(), now.changed());
			}
			long moment = this.nanoTime.getAsLong();
			// The first failure of a member that is new is no flapping.
			boolean again = now.flaps() >= 0 && moment - now.changed() < MINUTE;
			return new Condition(Status.DOWN, Instant.now(), why, 0, again ? now.flaps() + 1 : 0, moment);
		});
	}

	/** A member answered a probe. */
	public void answered(String member) {
		update(member, (now) -> {
			if (now.status() == Status.UP) {
				return now;
			}
			long moment = this.nanoTime.getAsLong();
			boolean heldOut = this.ring.state().settings().failsOver() && moment - now.changed() < now.holdOut();
			if (now.goodProbes() + 1 < GOOD_PROBES || heldOut) {
				return new Condition(Status.DOWN, now.since(), now.reason(), now.goodProbes() + 1, now.flaps(),
						now.changed());
			}
			return new Condition(Status.UP, Instant.now(), "answered %d probes".formatted(now.goodProbes() + 1), 0,
					now.flaps(), moment);
		});
	}

	private void update(String member, UnaryOperator<Condition> update) {
		of(member);
		this.conditions.computeIfPresent(member, (id, now) -> {
			Condition next = update.apply(now);
			if (next.status() != now.status()) {
				this.events.add((next.status() == Status.UP) ? Type.UP : Type.DOWN, this.ring.state().epoch(), id,
						next.reason());
			}
			return next;
		});
	}

	@Scheduled(fixedDelay = 1000)
	void forgetThoseWhoLeft() {
		this.conditions.keySet().retainAll(this.ring.state().members().keySet());
	}

}
