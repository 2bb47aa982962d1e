package dev.hashring.router.kv.rebalance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import dev.hashring.router.log.Events;
import dev.hashring.router.log.LogFailedException;
import dev.hashring.router.peers.Peers;
import dev.hashring.router.ring.Member;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Tells of rebalances: in the log at their begin and end, as events, at most twice a
 * second, and as metrics.
 */
@Component
class Telling implements Observer {

	private static final Logger log = LoggerFactory.getLogger(Telling.class);

	private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

	private final Events events;

	private final MeterRegistry registry;

	private final Peers peers;

	/** Held while a thread tells how far a rebalance is; others don't wait for it. */
	private final Lock turn = new ReentrantLock();

	private long lastTold = System.nanoTime() - PAUSE_NANOS;

	/** What the router that runs a rebalance said last, if it is another one. */
	private volatile @Nullable Progress elsewhere;

	Telling(Events events, MeterRegistry registry, Peers peers) {
		this.events = events;
		this.registry = registry;
		this.peers = peers;
		peers.onProgress(this::hear);
	}

	/**
	 * What routers tell each other.
	 *
	 * @param event what happened, to follow "the ring"; null: nothing but that it goes on
	 */
	private record News(@Nullable String event, long epoch, Progress progress) {
	}

	private void tell(@Nullable String event, long epoch, Progress progress) {
		if (event != null) {
			this.events.add(Events.Type.REBALANCE, epoch, null, event);
		}
		try {
			this.peers.tellProgress(JsonMapper.shared().writeValueAsBytes(new News(event, epoch, progress)));
		}
		catch (LogFailedException ex) {
			log.debug("Other routers can't be told", ex);
		}
	}

	private void hear(byte[] json) {
		if (!this.peers.leads()) {
			News news = JsonMapper.shared().readValue(json, News.class);
			this.elsewhere = news.progress();
			if (news.event() != null) {
				this.events.add(Events.Type.REBALANCE, news.epoch(), null, news.event());
			}
		}
	}

	@Override
	public Optional<Progress> elsewhere() {
		return Optional.ofNullable(this.elsewhere);
	}

	@Override
	public void goesOn(Progress progress) {
		tell(null, progress.from(), progress);
	}

	@Override
	public void began(Progress progress) {
		log.info("Entries begin to move for the {}: about {} keys, {} bytes{}.", progress.change().sentence(),
				progress.keys(), progress.bytes(), lost(progress));
		tell("begins to move entries for the " + progress.change().sentence() + lost(progress), progress.from(),
				progress);
	}

	@Override
	public void moved(Member to, long keys, long bytes, Progress progress) {
		this.registry.counter("ring.rebalance.keys", "member", to.id()).increment(keys);
		this.registry.counter("ring.rebalance.bytes", "member", to.id()).increment(bytes);
		if (this.turn.tryLock()) {
			try {
				long now = System.nanoTime();
				if (now - this.lastTold >= PAUSE_NANOS) {
					this.lastTold = now;
					tell("has moved " + progress.keysDone() + " of " + progress.keys() + " keys", progress.from(),
							progress);
				}
			}
			finally {
				this.turn.unlock();
			}
		}
	}

	@Override
	public void ended(Progress progress, boolean isDone) {
		Duration taken = Duration.between(progress.startedAt(), Instant.now());
		String end = isDone ? "done" : "cancelled";
		this.registry.timer("ring.rebalance", "outcome", end).record(taken);
		log.info("The {} is {}: {} keys and {} bytes moved in {} ms{}.", progress.change().sentence(), end,
				progress.keysDone(), progress.bytesDone(), taken.toMillis(), behind(progress));
		tell((isDone ? "is done with the " : "has cancelled the ") + progress.change().sentence() + behind(progress),
				progress.to(), progress);
	}

	private static String lost(Progress progress) {
		return (progress.lost() != null) ? "; %s entries are lost that no other member has".formatted(progress.lost())
				: "";
	}

	private static String behind(Progress progress) {
		return progress.behind().isEmpty() ? "" : "; %s was away for too long, and gets the rest when it is back"
			.formatted(String.join(", ", progress.behind()));
	}

}
