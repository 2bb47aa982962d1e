package dev.hashring.router.view;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import dev.hashring.ring.HashRing;
import dev.hashring.router.membership.Health;
import dev.hashring.router.membership.Health.Condition;
import dev.hashring.router.membership.Member;
import dev.hashring.router.membership.Placement;
import dev.hashring.router.membership.RingSettings;
import dev.hashring.router.membership.RingState;
import dev.hashring.router.membership.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /ring} answers.
 */
record RingView(long epoch, RingSettings settings, List<MemberView> members) {

	/**
	 * A member.
	 *
	 * @param position where it stands, in fixed placement
	 * @param status whether it answers
	 * @param since from when on that is so
	 * @param reason what was seen, to follow the member's id
	 * @param leased whether it joined by itself, and has to renew its lease
	 * @param points at how many points it stands
	 * @param share the fraction of the ring that it owns
	 * @param requests how many requests it was sent since it joined
	 * @param failures how many of these it did not answer well
	 * @param failovers how many requests for its keys another member answered
	 */
	record MemberView(String id, URI url, double weight, @Nullable Long position, Health.Status status, Instant since,
			String reason, boolean leased, long points, double share, long requests, long failures, long failovers) {
	}

	static RingView of(RingState state, Health health, Traffic traffic) {
		return new RingView(state.epoch(), state.settings(),
				state.members().values().stream().map((member) -> of(member, state, health, traffic)).toList());
	}

	private static MemberView of(Member member, RingState state, Health health, Traffic traffic) {
		Traffic.OfMember sent = traffic.of(member.id());
		Condition seen = health.of(member.id());
		HashRing ring = state.ring();
		boolean fixed = state.settings().placement() == Placement.FIXED;
		return new MemberView(member.id(), member.url(), member.weight(), fixed ? member.position() : null,
				seen.status(), seen.since(), seen.reason(), member.instance() != null, ring.pointsOf(member.id()),
				ring.share(member.id()), sent.requests(), sent.failures(), sent.failovers());
	}

}
