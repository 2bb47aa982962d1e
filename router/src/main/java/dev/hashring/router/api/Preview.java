package dev.hashring.router.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.hashring.placement.MemberShare;
import dev.hashring.placement.Measurement;
import dev.hashring.placement.Modulo;
import dev.hashring.placement.RingPlacement;
import dev.hashring.protocol.Moving;
import dev.hashring.ring.HashRing;
import dev.hashring.ring.MovedArc;
import dev.hashring.ring.RingChange;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the ring would move.
 *
 * @param epoch the epoch of the ring that would change
 * @param movedShare the fraction of all keys that would get another owner
 * @param arcs the positions that would get another owner, if keys stay at their positions
 * @param members the share of each member before and after
 * @param moduloMovedShare the fraction of keys that would move if a key's owner were its
 * hash modulo the number of members
 * @param idealMovedShare the least that has to move between shares that follow the
 * members' weights
 * @param sampled true if {@code movedShare} was measured on {@value #SAMPLE} keys, since
 * keys would lie at other positions
 * @param possible false if the change would be refused now
 * @param why a sentence that says why it would be refused
 * @param entries how many entries would move, as counted by the members that keep them
 */
record Preview(long epoch, double movedShare, @Nullable List<MovedArc> arcs, List<MemberShare> members,
		double moduloMovedShare, double idealMovedShare, @Nullable Boolean sampled, boolean possible,
		@Nullable String why, @Nullable Moving entries) {

	private static final int SAMPLE = 100_000;

	/**
	 * The preview of a change.
	 * @param refusal why it would be refused now; null if it is possible
	 * @param entries how many entries would move; null if none are kept
	 */
	static Preview of(RingState before, RingState after, @Nullable String refusal, @Nullable Moving entries) {
		HashRing from = before.ring();
		HashRing to = after.ring();
		RingChange change = from.keysLieAsOn(to) ? from.changeTo(to) : null;
		boolean keysMayMove = !from.isEmpty() && !to.isEmpty();
		return new Preview(before.epoch(),
				(change != null) ? change.movedShare() : keysMayMove ? sampledShare(from, to) : 0,
				(change != null) ? change.arcs() : null,
				MemberShare.of(byMember(before, (member) -> from.owned(member.id())),
						byMember(after, (member) -> to.owned(member.id()))),
				keysMayMove ? moduloMovedShare(before, after) : 0,
				keysMayMove ? MemberShare.least(MemberShare.of(byMember(before, before::effectiveWeight),
						byMember(after, after::effectiveWeight))) : 0,
				(change != null) ? null : true, refusal == null, refusal, entries);
	}

	private static <N extends Number> Map<String, N> byMember(RingState state, Function<Member, N> number) {
		return state.members().values().stream().collect(Collectors.toMap(Member::id, number));
	}

	private static double sampledShare(HashRing from, HashRing to) {
		Measurement measured = Measurement.of(new RingPlacement(from), new RingPlacement(to), Measurement.keys(SAMPLE));
		return (double) measured.moved() / SAMPLE;
	}

	private static double moduloMovedShare(RingState before, RingState after) {
		List<String> from = before.ring().members();
		List<String> to = after.ring().members();
		if (before.settings().shape().hash() == after.settings().shape().hash()) {
			return Modulo.movedShare(from, to);
		}
		// Another hash draws the owner anew.
		return 1 - (double) from.stream().filter(after.ring()::has).count() / from.size() / to.size();
	}

}
