package dev.hashring.router.membership;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Until when members that joined by themselves may stay. One whose lease ran out is
 * {@code DOWN}, and some time later it is out of the ring.
 */
@Component
public class Leases {

	private final ConcurrentMap<String, Long> ends = new ConcurrentHashMap<>();

	private final LiveRing ring;

	private final Health health;

	Leases(LiveRing ring, Health health) {
		this.ring = ring;
		this.health = health;
	}

	/** A member may stay for that long from now on. */
	public void renew(String member, Duration lease) {
		this.ends.put(member, System.nanoTime() + lease.toNanos());
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
		Duration removal = state.settings().removal();
		for (Member member : state.members().values()) {
			String id = member.id();
			if (member.instance() == null) {
				this.ends.remove(id);
				continue;
			}
			this.ends.computeIfAbsent(id, (leased) -> System.nanoTime() + state.settings().lease().toNanos());
			if (hasRunOut(id)) {
				this.health.failed(id, "did not renew its lease");
			}
			if (overdue(id, removal)) {
				this.ring.change("did not renew its lease", (now) -> overdue(id, removal) ? now.drop(id) : now);
			}
		}
		this.ends.keySet().retainAll(this.ring.state().members().keySet());
	}

}
