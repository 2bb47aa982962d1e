package dev.hashring.router.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What happened to the ring and its members, in order: the last {@value #KEPT} events.
 * Each reader takes them from here at its own pace, so a slow one holds up nobody.
 */
@Component
public class EventLog {

	/** How many events are kept. */
	public static final int KEPT = 1_000;

	private static final Logger log = LoggerFactory.getLogger(EventLog.class);

	private final String start = String.valueOf(System.currentTimeMillis());

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition more = this.lock.newCondition();

	private final Deque<Event> events = new ArrayDeque<>();

	private volatile long last;

	private volatile boolean closed;

	/** What can happen. */
	public enum Type {

		/** A member joined, or changed. */
		@JsonProperty("join")
		JOIN,

		/** A member left, or was taken out. */
		@JsonProperty("leave")
		LEAVE,

		/** A member was seen not to answer. */
		@JsonProperty("down")
		DOWN,

		/** A member was seen to answer again. */
		@JsonProperty("up")
		UP,

		/** Settings of the ring changed. */
		@JsonProperty("settings")
		SETTINGS

	}

	/**
	 * Something that happened.
	 *
	 * @param number counts the events since the router started, from 1
	 * @param epoch the epoch of the ring after it
	 * @param member whom it happened to; null if it is the ring
	 * @param reason why, to follow the member's name
	 */
	public record Event(@JsonIgnore long number, Type type, Instant time, long epoch, @Nullable String member,
			String reason) {
	}

	/** Distinguishes the events of this start of the router from those of another. */
	public String start() {
		return this.start;
	}

	/** The number of the last event, 0 before the first. */
	public long last() {
		return this.last;
	}

	/** The number of the oldest event that is kept, or of the next if there is none. */
	public long oldest() {
		return Math.max(1, this.last - KEPT + 1);
	}

	/** Whether the router is ending. */
	public boolean isClosed() {
		return this.closed;
	}

	/** What an event tells, before it has a number and a time. */
	record News(Type type, long epoch, @Nullable String member, String reason) {
	}

	/** Tells of something that was seen. */
	void add(News news) {
		add(() -> {
		}, List.of(news));
	}

	/**
	 * Does something and tells of it in one step: nothing that follows from it is told
	 * earlier.
	 */
	void add(Runnable happening, List<News> news) {
		this.lock.lock();
		try {
			happening.run();
			for (News each : news) {
				this.events.add(new Event(this.last + 1, each.type(), Instant.now(), each.epoch(), each.member(),
						each.reason()));
				this.last++;
				if (this.events.size() > KEPT) {
					this.events.remove();
				}
			}
			this.more.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		news.forEach((each) -> log.info("epoch {}: {} {}", each.epoch(),
				(each.member() != null) ? each.member() : "the ring", each.reason()));
	}

	/**
	 * The events after one, in order, as far as they are kept. Waits for the next if
	 * there is none yet; an empty list says that none came in time.
	 */
	public List<Event> after(long number, Duration wait) throws InterruptedException {
		this.lock.lock();
		try {
			long nanos = wait.toNanos();
			while (this.last <= number && nanos > 0 && !this.closed) {
				nanos = this.more.awaitNanos(nanos);
			}
			return this.events.stream().filter((event) -> event.number() > number).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	@EventListener(ContextClosedEvent.class)
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.more.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
