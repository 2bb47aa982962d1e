package dev.hashring.router.kv.rebalance;

import java.time.Duration;
import java.time.Instant;

import dev.hashring.router.log.Events;
import dev.hashring.router.ring.Member;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Tells of rebalances: in the log at their begin and end, as events, at most twice a
 * second, and as metrics.
 */
@Component
class Telling implements Rebalancer.Observer {

	private static final Logger log = LoggerFactory.getLogger(Telling.class);

	private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

	private final Events events;

	private final MeterRegistry registry;

	private long lastTold;

	Telling(Events events, MeterRegistry registry) {
		this.events = events;
		this.registry = registry;
	}

	@Override
	public void began(Progress progress) {
		log.info("Entries begin to move for the {}: about {} keys, {} bytes{}.", progress.change().sentence(),
				progress.keys(), progress.bytes(), lost(progress));
		this.events.add(Events.Type.REBALANCE, progress.from(), null,
				"begins to move entries for the " + progress.change().sentence() + lost(progress));
	}

	@Override
	public synchronized void moved(Member to, long keys, long bytes, Progress progress) {
		this.registry.counter("ring.rebalance.keys", "member", to.id()).increment(keys);
		this.registry.counter("ring.rebalance.bytes", "member", to.id()).increment(bytes);
		long now = System.nanoTime();
		if (now - this.lastTold >= PAUSE_NANOS) {
			this.lastTold = now;
			this.events.add(Events.Type.REBALANCE, progress.from(), null,
					"has moved " + progress.keysDone() + " of " + progress.keys() + " keys");
		}
	}

	@Override
	public void ended(Progress progress, boolean isDone) {
		Duration taken = Duration.between(progress.startedAt(), Instant.now());
		String end = isDone ? "done" : "cancelled";
		this.registry.timer("ring.rebalance", "outcome", end).record(taken);
		log.info("The {} is {}: {} keys and {} bytes moved in {} ms{}.", progress.change().sentence(), end,
				progress.keysDone(), progress.bytesDone(), taken.toMillis(), behind(progress));
		this.events.add(Events.Type.REBALANCE, progress.to(), null,
				(isDone ? "is done with the " : "has cancelled the ") + progress.change().sentence()
						+ behind(progress));
	}

	private static String lost(Progress progress) {
		return (progress.lost() != null) ? "; %s entries are lost that no other member has".formatted(progress.lost())
				: "";
	}

	private static String behind(Progress progress) {
		return progress.behind().isEmpty() ? "" : "; away for too long: %s, which will get what is missing"
			.formatted(String.join(", ", progress.behind()));
	}

}
