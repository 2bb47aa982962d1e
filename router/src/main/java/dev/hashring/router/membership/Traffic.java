package dev.hashring.router.membership;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.springframework.stereotype.Component;

/**
 * How many requests each member was sent, and how that went.
 */
@Component
public class Traffic {

	private final ConcurrentMap<String, Counts> members = new ConcurrentHashMap<>();

	/** Counts a request that the member answered well, or not. */
	public void count(String member, boolean answered) {
		Counts counts = of(member);
		counts.requests.increment();
		if (!answered) {
			counts.failures.increment();
		}
		if (counts.lastFailed == answered) {
			counts.lastFailed = !answered;
		}
	}

	/** The counts of a member, from the start of the router. */
	public Counts of(String member) {
		return this.members.computeIfAbsent(member, (id) -> new Counts());
	}

	/**
	 * The requests of one member.
	 */
	public static final class Counts {

		private final LongAdder requests = new LongAdder();

		private final LongAdder failures = new LongAdder();

		private volatile boolean lastFailed;

		public long requests() {
			return this.requests.sum();
		}

		public long failures() {
			return this.failures.sum();
		}

		/** {@code DOWN} if its last request failed, {@code UP} if not. */
		public Status status() {
			return this.lastFailed ? Status.DOWN : Status.UP;
		}

	}

	/** How the last request to a member went. */
	public enum Status {

		/** Well, or there was none yet. */
		@JsonProperty("UP")
		UP,

		/** It failed. */
		@JsonProperty("DOWN")
		DOWN

	}

}
