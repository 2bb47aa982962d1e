package dev.hashring.router.api;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import dev.hashring.router.health.Condition;
import dev.hashring.router.health.Condition.Status;
import dev.hashring.router.health.Health;
import dev.hashring.router.kv.rebalance.Progress;
import dev.hashring.router.peers.Peers;
import dev.hashring.router.peers.Peers.Router;
import dev.hashring.router.ring.Member;
import dev.hashring.protocol.PlacementMode;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.routing.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /ring} answers.
 */
record RingView(long epoch, RingSettings settings, List<MemberView> members, @Nullable Progress rebalance,
		@Nullable Shared shared) {

	/**
	 * The routers that share the ring. What is seen of members is seen by the one that
	 * answers.
	 *
	 * @param router the id of the one that answers
	 * @param leads whether it is the one that runs rebalances
	 * @param reachable whether it sees what the others change; if not, this ring may be
	 * an old one, and it refuses changes
	 */
	record Shared(String router, boolean leads, boolean reachable, List<Router> routers) {

		static @Nullable Shared of(Peers peers, boolean reachable) {
			return peers.own().map((own) -> new Shared(own.id(), peers.leads(), reachable, peers.all())).orElse(null);
		}

	}

	/**
	 * A member. Its status and its counters are known for the present ring only.
	 *
	 * @param position where it stands, in fixed placement
	 * @param leased whether it joined by itself, and has to renew its lease
	 * @param points at how many points it stands
	 * @param share the fraction of the ring that it owns
	 * @param status whether it answers
	 * @param since from when on that is so
	 * @param reason what was seen, to follow the member's id
	 * @param heldOutMillis for how long it is still held out although it answers again;
	 * null if it is not
	 * @param requests how many requests it was sent since it joined
	 * @param failures how many of these it did not answer well
	 * @param failovers how many requests for its keys another member answered
	 */
	record MemberView(String id, URI url, double weight, @Nullable Long position, boolean leased, long points,
			double share, @Nullable Status status, @Nullable Instant since, @Nullable String reason,
			@Nullable Long heldOutMillis, @Nullable Long requests, @Nullable Long failures, @Nullable Long failovers) {

		private static MemberView of(Member member, RingState state, Health health, Traffic traffic) {
			MemberView past = ofPast(member, state);
			Condition seen = health.of(member);
			Traffic.OfMember sent = traffic.of(member.id());
			return new MemberView(past.id, past.url, past.weight, past.position, past.leased, past.points, past.share,
					seen.status(), seen.since(), seen.reason(),
					health.heldOut(member).map(Duration::toMillis).orElse(null), sent.requests(), sent.failures(),
					sent.failovers());
		}

		private static MemberView ofPast(Member member, RingState state) {
			boolean fixed = state.settings().shape().placement() == PlacementMode.FIXED;
			return new MemberView(member.id(), member.url(), member.weight(), fixed ? member.position() : null,
					member.hasLease(), state.ring().pointsOf(member.id()), state.ring().share(member.id()), null, null,
					null, null, null, null, null);
		}

	}

	static RingView of(RingState state, Health health, Traffic traffic, @Nullable Progress rebalance,
			@Nullable Shared shared) {
		return of(state, (member) -> MemberView.of(member, state, health, traffic), rebalance, shared);
	}

	static RingView ofPast(RingState state) {
		return of(state, (member) -> MemberView.ofPast(member, state), null, null);
	}

	private static RingView of(RingState state, Function<Member, MemberView> view, @Nullable Progress rebalance,
			@Nullable Shared shared) {
		return new RingView(state.epoch(), state.settings(), state.members().values().stream().map(view).toList(),
				rebalance, shared);
	}

}
