package dev.hashring.router.health;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.LogFailedException;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Until when members that joined by themselves may stay. One whose lease ran out is
 * {@code DOWN}, and some time later it is out of the ring.
 */
@Component
public class Leases {

	private static final Logger log = LoggerFactory.getLogger(Leases.class);

	private final ConcurrentMap<String, Long> ends = new ConcurrentHashMap<>();

	private final LiveRing ring;

	private final Health health;

	Leases(LiveRing ring, Health health) {
		this.ring = ring;
		this.health = health;
		follow(ring.state());
		ring.listen((step) -> follow(step.after()));
	}

	private void follow(RingState state) {
		this.ends.keySet().removeIf((id) -> !state.members().containsKey(id) || !state.member(id).hasLease());
		state.members()
			.values()
			.stream()
			.filter(Member::hasLease)
			.forEach((member) -> this.ends.computeIfAbsent(member.id(),
					(id) -> System.nanoTime() + state.settings().timing().lease().toNanos()));
	}

	/** A member that has a lease may stay for that long from now on. */
	public void renew(String member, Duration lease) {
		this.ends.computeIfPresent(member, (id, end) -> System.nanoTime() + lease.toNanos());
	}

	/** Whether a member has a lease and it ran out. */
	public boolean hasRunOut(String member) {
		return overdue(member, Duration.ZERO);
	}

	private boolean overdue(String member, Duration by) {
		Long end = this.ends.get(member);
		return end != null && System.nanoTime() - end >= by.toNanos();
	}

	@Scheduled(fixedDelay = 250)
	void endThoseThatRanOut() {
		RingState state = this.ring.state();
		Duration removal = state.settings().timing().removal();
		this.ends.keySet().stream().filter(this::hasRunOut).map(state.members()::get).forEach((member) -> {
			if (member != null) {
				this.health.failed(member, "did not renew its lease");
				if (overdue(member.id(), removal) && !this.ring.holdsEntries()) {
					drop(member, removal);
				}
			}
		});
	}

	/** Unless it has just come back. */
	private void drop(Member member, Duration removal) {
		try {
			this.ring.change("did not renew its lease",
					(now) -> (member.equals(now.members().get(member.id())) && overdue(member.id(), removal))
							? now.drop(member.id()) : now);
		}
		catch (LogFailedException ex) {
			log.warn("{} stays for now: {}", member.id(), ex.getMessage());
		}
	}

}
