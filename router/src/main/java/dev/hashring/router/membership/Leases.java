package dev.hashring.router.membership;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.hashring.web.Refusal;
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
				this.health.failed(member, "did not renew its lease");
			}
			if (overdue(id, removal) && !this.ring.holdsEntries()) {
				drop(member, removal);
			}
		}
		this.ends.keySet().removeIf((id) -> !this.ring.state().members().containsKey(id));
	}

	/** Unless it has just come back. */
	private void drop(Member member, Duration removal) {
		try {
			this.ring.change("did not renew its lease",
					(now) -> (member.equals(now.members().get(member.id())) && overdue(member.id(), removal))
							? now.drop(member.id()) : now);
		}
		catch (Refusal ex) {
			log.warn("{} stays for now: {}", member.id(), ex.getBody().getDetail());
		}
	}

}
