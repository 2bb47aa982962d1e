package dev.hashring.router.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hashring.router.log.LiveRing.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What happened to the ring and its members since the router started, in order: the last
 * {@value #KEPT} events. Changes of the ring are read off its history. Each reader takes
 * events from here at its own pace, so a slow one holds up no other.
 */
@Component
public class Events {

	/** How many events are kept. */
	public static final int KEPT = 1_000;

	private static final Logger log = LoggerFactory.getLogger(Events.class);

	private final String start = String.valueOf(System.currentTimeMillis());

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition more = this.lock.newCondition();

	private final Deque<Event> events = new ArrayDeque<>();

	/** Seen in a ring whose change has not been told yet. */
	private final List<News> early = new ArrayList<>();

	private long epoch;

	private volatile long last;

	private volatile boolean closed;

	/** The events of a ring, of which none has happened yet. */
	public Events(LiveRing ring) {
		this.epoch = ring.state().epoch();
		ring.listen(this::add);
	}

	/** What can happen. */
	public enum Type {

		/** A member joined. */
		@JsonProperty("join")
		JOIN,

		/** A member left, or was taken out. */
		@JsonProperty("leave")
		LEAVE,

		/** A member that stays has another weight, url or position, or no lease. */
		@JsonProperty("change")
		CHANGE,

		/** A member was seen not to answer. */
		@JsonProperty("down")
		DOWN,

		/** A member was seen to answer again. */
		@JsonProperty("up")
		UP,

		/** Settings of the ring changed. */
		@JsonProperty("settings")
		SETTINGS,

		/** Entries began to move, go on moving, or are where they belong. */
		@JsonProperty("rebalance")
		REBALANCE

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

	/**
	 * Something that was seen in the ring of an epoch.
	 * @param member whom it happened to; null if it is the ring
	 */
	public void add(Type type, long epoch, @Nullable String member, String reason) {
		add(epoch, new News(type, member, reason));
	}

	private record News(Type type, @Nullable String member, String reason) {
	}

	private void add(Step step) {
		Change change = step.logged().change();
		List<News> news = new ArrayList<>();
		if (!change.settings().isEmpty()) {
			news.add(new News(Type.SETTINGS, null, Change.sentence(change.settings())));
		}
		change.join().forEach((id) -> news.add(new News(Type.JOIN, id, step.logged().why())));
		change.members().forEach((id, fields) -> news.add(new News(Type.CHANGE, id, Change.sentence(fields))));
		change.leave().forEach((id) -> news.add(new News(Type.LEAVE, id, step.logged().why())));
		this.lock.lock();
		try {
			this.epoch = step.after().epoch();
			news.forEach((each) -> append(this.epoch, each));
			this.early.forEach((each) -> append(this.epoch, each));
			this.early.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void add(long seenIn, News news) {
		this.lock.lock();
		try {
			// What is seen of a member comes after the news that it joined.
			if (seenIn > this.epoch) {
				this.early.add(news);
			}
			else {
				append(seenIn, news);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void append(long at, News news) {
		this.events.add(new Event(this.last + 1, news.type(), Instant.now(), at, news.member(), news.reason()));
		this.last++;
		if (this.events.size() > KEPT) {
			this.events.remove();
		}
		this.more.signalAll();
		log.info("epoch {}: {} {}", at, (news.member() != null) ? news.member() : "the ring", news.reason());
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
