package dev.hashring.router.routing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.hashring.router.health.Condition.Status;
import dev.hashring.router.health.Health;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.ring.RingState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

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
			Gauge.builder("ring.members", () -> count(health, status))
				.tag("status", status.name())
				.description("Members of the ring")
				.register(registry);
		}
		follow(ring.state());
		ring.listen((step) -> follow(step.after()));
	}

	private long count(Health health, Status status) {
		return this.ring.state()
			.members()
			.values()
			.stream()
			.filter((member) -> health.of(member).status() == status)
			.count();
	}

	private void follow(RingState state) {
		state.members()
			.keySet()
			.forEach((id) -> this.members.computeIfAbsent(id, (joined) -> new OfMember(joined, this.registry)));
		this.members.values().removeIf((member) -> {
			boolean isGone = !state.members().containsKey(member.id);
			if (isGone) {
				member.meters().forEach(this.registry::remove);
			}
			return isGone;
		});
	}

	/** The requests to a member since it joined. */
	public OfMember of(String member) {
		OfMember known = this.members.get(member);
		// A request may still go to one that has just left; no metric tells of it.
		return (known != null) ? known : new OfMember(member, new SimpleMeterRegistry());
	}

	/** How many requests are waiting for a member's answer. */
	int inFlight() {
		return this.members.values().stream().mapToInt((member) -> member.inFlight.get()).sum();
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

		private OfMember(String id, MeterRegistry registry) {
			this.id = id;
			this.answered = timer(registry, "SUCCESS");
			this.failed = timer(registry, "FAILURE");
			this.failovers = Counter.builder("ring.failovers")
				.tag("member", id)
				.description("Requests for keys of this member that another answered")
				.register(registry);
			this.share = Gauge.builder("ring.share", () -> Traffic.this.ring.state().share(id))
				.tag("member", id)
				.description("The fraction of the ring that this member owns")
				.register(registry);
		}

		private Timer timer(MeterRegistry registry, String outcome) {
			return Timer.builder("ring.requests")
				.tag("member", this.id)
				.tag("outcome", outcome)
				.description("Requests sent to this member")
				.register(registry);
		}

		/** A request is sent, unless so many are in flight already. */
		Optional<InFlight> begin(double most) {
			if (this.inFlight.incrementAndGet() <= most) {
				return Optional.of(new InFlight(this));
			}
			this.inFlight.decrementAndGet();
			return Optional.empty();
		}

		/** Another member answered for this one. */
		void failOver() {
			this.failovers.increment();
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

	/**
	 * A request that waits for a member's answer, until it is closed. It counts for the
	 * member as it was when the request was sent, even if that has left meanwhile.
	 */
	static final class InFlight implements AutoCloseable {

		private final OfMember member;

		private final long start = System.nanoTime();

		private boolean well;

		private InFlight(OfMember member) {
			this.member = member;
		}

		/** The member answered well. */
		void succeeded() {
			this.well = true;
		}

		@Override
		public void close() {
			this.member.inFlight.decrementAndGet();
			(this.well ? this.member.answered : this.member.failed).record(System.nanoTime() - this.start,
					TimeUnit.NANOSECONDS);
		}

	}

}
