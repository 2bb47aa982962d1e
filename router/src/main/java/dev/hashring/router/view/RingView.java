package dev.hashring.router.view;

import java.net.URI;
import java.util.List;

import dev.hashring.hash.NamedHash;
import dev.hashring.ring.HashRing;
import dev.hashring.router.membership.Member;
import dev.hashring.router.membership.Placement;
import dev.hashring.router.membership.RingSettings;
import dev.hashring.router.membership.RingSettings.OnOwnerFailure;
import dev.hashring.router.membership.RingShape;
import dev.hashring.router.membership.RingState;
import dev.hashring.router.membership.Traffic;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * What {@code GET /ring} answers.
 */
record RingView(long epoch, Settings settings, List<MemberView> members) {

	/** The settings; durations are in milliseconds, as in {@code 1000ms}. */
	record Settings(Placement placement, long size, NamedHash hash, int virtualNodes, OnOwnerFailure onOwnerFailure,
			String connectTimeout, String readTimeout, String deadline) {
	}

	/**
	 * A member.
	 *
	 * @param position where it stands, in fixed placement
	 * @param points at how many points it stands
	 * @param share the fraction of the ring that it owns
	 * @param requests how many requests it was sent since the router started
	 * @param failures how many of these it did not answer well
	 */
	record MemberView(String id, URI url, double weight, @Nullable Long position, Traffic.Status status, long points,
			double share, long requests, long failures) {
	}

	static RingView of(RingState state, RingSettings settings, Traffic traffic) {
		RingShape shape = state.shape();
		Settings shown = new Settings(shape.placement(), shape.size(), shape.hash(), shape.virtualNodes(),
				settings.onOwnerFailure(), DurationStyle.SIMPLE.print(settings.connectTimeout()),
				DurationStyle.SIMPLE.print(settings.readTimeout()), DurationStyle.SIMPLE.print(settings.deadline()));
		return new RingView(state.epoch(), shown,
				state.members().values().stream().map((member) -> of(member, state, traffic)).toList());
	}

	private static MemberView of(Member member, RingState state, Traffic traffic) {
		Traffic.Counts counts = traffic.of(member.id());
		HashRing ring = state.ring();
		boolean fixed = state.shape().placement() == Placement.FIXED;
		return new MemberView(member.id(), member.url(), member.weight(), fixed ? member.position() : null,
				counts.status(), ring.pointsOf(member.id()), ring.share(member.id()), counts.requests(),
				counts.failures());
	}

}
