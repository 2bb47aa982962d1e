package dev.hashring.router.membership;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.hashring.router.membership.Condition.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * How many requests each member was sent, how long they took and how they went: the
 * metrics of the ring.
 */
@Component
public class Traffic {

	private final ConcurrentMap<String, OfMember> members = new ConcurrentHashMap<>();

	private final LiveRing ring;

	private final MeterRegistry registry;

	Traffic(LiveRing ring, Health health, MeterRegistry registry) {
		this.ring = ring;
		this.registry = registry;
		Gauge.builder("ring.epoch", () -> ring.state().epoch())
			.description("Grows by one with each change of the ring")
			.register(registry);
		for (Status status : Status.values()) {
			Gauge
				.builder("ring.members",
						() -> ring.state()
							.members()
							.values()
							.stream()
							.filter((member) -> health.of(member).status() == status)
							.count())
				.tag("status", status.name())
				.description("Members of the ring")
				.register(registry);
		}
	}

	/** The requests to a member since it joined. */
	public OfMember of(String member) {
		return this.members.computeIfAbsent(member, OfMember::new);
	}

	/** How many requests are waiting for a member's answer. */
	public int inFlight() {
		return this.members.values().stream().mapToInt(OfMember::inFlight).sum();
	}

	@Scheduled(fixedDelay = 1000)
	void follow() {
		this.ring.state().members().keySet().forEach(this::of);
		for (String id : this.members.keySet()) {
			if (!this.ring.state().members().containsKey(id)) {
				this.members.computeIfPresent(id, (gone, member) -> {
					member.meters().forEach(this.registry::remove);
					return null;
				});
			}
		}
	}

	/**
	 * The requests to one member.
	 */
	public final class OfMember {

		private final String id;

		private final AtomicInteger inFlight = new AtomicInteger();

		private final Timer answered;

		private final Timer failed;

		private final Counter failovers;

		private final Gauge share;

		private OfMember(String id) {
			this.id = id;
			this.answered = timer("SUCCESS");
			this.failed = timer("FAILURE");
			this.failovers = Counter.builder("ring.failovers")
				.tag("member", id)
				.description("Requests for keys of this member that another answered")
				.register(Traffic.this.registry);
			this.share = Gauge.builder("ring.share", () -> Traffic.this.ring.state().share(id))
				.tag("member", id)
				.description("The fraction of the ring that this member owns")
				.register(Traffic.this.registry);
		}

		private Timer timer(String outcome) {
			return Timer.builder("ring.requests")
				.tag("member", this.id)
				.tag("outcome", outcome)
				.description("Requests sent to this member")
				.register(Traffic.this.registry);
		}

		/** A request is sent, unless so many are in flight already. */
		public boolean begin(double most) {
			if (this.inFlight.incrementAndGet() <= most) {
				return true;
			}
			this.inFlight.decrementAndGet();
			return false;
		}

		/** A request that took so long was answered well, or not. */
		public void end(long nanos, boolean well) {
			this.inFlight.decrementAndGet();
			(well ? this.answered : this.failed).record(nanos, TimeUnit.NANOSECONDS);
		}

		/** Another member answered for this one. */
		public void failOver() {
			this.failovers.increment();
		}

		public int inFlight() {
			return this.inFlight.get();
		}

		public long requests() {
			return this.answered.count() + this.failed.count();
		}

		public long failures() {
			return this.failed.count();
		}

		public long failovers() {
			return (long) this.failovers.count();
		}

		private List<Meter> meters() {
			return List.of(this.answered, this.failed, this.failovers, this.share);
		}

	}

}
