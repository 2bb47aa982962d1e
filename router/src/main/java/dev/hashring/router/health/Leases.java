package dev.hashring.router.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

import dev.hashring.router.log.Events;
import dev.hashring.router.log.Events.Type;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.LogFailedException;
import dev.hashring.router.peers.Peers;
import dev.hashring.router.ring.LastMemberException;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RebalanceUnderWayException;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Until when members that joined by themselves may stay. One whose lease ran out is
 * {@code DOWN}, and some time later it is out of the ring.
 */
@Component
public class Leases {

	private static final Duration LONG_GAP = Duration.ofSeconds(1);

	private final ConcurrentMap<String, Long> ends = new ConcurrentHashMap<>();

	private final LiveRing ring;

	private final Health health;

	private final Events events;

	private final Peers peers;

	private final LongSupplier nanoTime;

	/** Why members stay though it is time for them to go, as was said. */
	private final Map<String, String> staying = new HashMap<>();

	/** When leases were last looked at. */
	private long looked;

	@Autowired
	Leases(LiveRing ring, Health health, Events events, Peers peers) {
		this(ring, health, events, peers, System::nanoTime);
	}

	Leases(LiveRing ring, Health health, Events events, Peers peers, LongSupplier nanoTime) {
		this.ring = ring;
		this.health = health;
		this.events = events;
		this.peers = peers;
		this.nanoTime = nanoTime;
		this.looked = nanoTime.getAsLong();
		follow(ring.state());
		ring.listen((step) -> follow(step.after()));
		peers.onRenewal(this::extend);
	}

	private void follow(RingState state) {
		this.ends.keySet().removeIf((id) -> !hasLease(state.everyone().get(id)));
		state.everyone()
			.values()
			.stream()
			.filter(Member::hasLease)
			.forEach((member) -> this.ends.computeIfAbsent(member.id(), (id) -> this.nanoTime.getAsLong()
					+ this.peers.lease(id).orElse(state.settings().timing().lease()).toNanos()));
	}

	private static boolean hasLease(@Nullable Member member) {
		return member != null && member.hasLease();
	}

	/**
	 * A member that has a lease may stay for that long from now on, at all routers.
	 * @throws LogFailedException if the other routers can't be told
	 */
	public void renew(String member, Duration lease) {
		this.peers.renewed(member, lease);
		extend(member, lease);
	}

	private void extend(String member, Duration lease) {
		this.ends.computeIfPresent(member, (id, end) -> this.nanoTime.getAsLong() + lease.toNanos());
	}

	/** Whether a member has a lease and it ran out, as far as that can be known. */
	public boolean hasRunOut(String member) {
		return this.ring.isReachable() && overdue(member, Duration.ZERO);
	}

	private boolean overdue(String member, Duration by) {
		Long end = this.ends.get(member);
		return end != null && this.nanoTime.getAsLong() - end >= by.toNanos();
	}

	/**
	 * While the router itself stood still, no member could renew its lease; and while it
	 * is cut off from the other routers, it can't know if one did.
	 */
	private void forgiveOwnGap() {
		long now = this.nanoTime.getAsLong();
		long gap = now - this.looked;
		this.looked = now;
		if (gap > LONG_GAP.toNanos() || !this.ring.isReachable()) {
			this.ends.replaceAll((id, end) -> end + gap);
		}
	}

	@Scheduled(fixedDelay = 250)
	void endThoseThatRanOut() {
		forgiveOwnGap();
		RingState state = this.ring.state();
		Duration removal = state.settings().timing().removal();
		this.staying.keySet().removeIf((id) -> !overdue(id, removal));
		this.ends.keySet().stream().filter(this::hasRunOut).map(state.everyone()::get).forEach((member) -> {
			if (member != null) {
				this.health.failed(member, "did not renew its lease");
				if (overdue(member.id(), removal)) {
					remove(state, member, removal);
				}
			}
		});
	}

	/**
	 * What only this member has would be lost with it. While entries move, a member that
	 * is still joining may be given up.
	 */
	private void remove(RingState state, Member member, Duration removal) {
		if (!state.holdsEntries() || !state.members().containsKey(member.id())) {
			drop(member, removal);
		}
		else if (state.settings().replicas() == 1) {
			stays(member, "what it keeps is in no other store. " + member.abandonment());
		}
		else if (!state.isJoint()) {
			drop(member, removal);
		}
	}

	private void stays(Member member, String why) {
		if (!why.equals(this.staying.put(member.id(), why))) {
			this.events.add(Type.DOWN, this.ring.state().epoch(), member.id(), "stays in the ring: " + why);
		}
	}

	/** Unless it has just come back. */
	private void drop(Member member, Duration removal) {
		try {
			this.ring.change("did not renew its lease",
					(now) -> (member.equals(now.everyone().get(member.id())) && overdue(member.id(), removal))
							? now.drop(member.id()) : now);
		}
		catch (LogFailedException | RebalanceUnderWayException | LastMemberException ex) {
			stays(member, String.valueOf(ex.getMessage()));
		}
	}

}
