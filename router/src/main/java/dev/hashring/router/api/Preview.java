package dev.hashring.router.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

import dev.hashring.hash.NamedHash;
import dev.hashring.ring.HashRing;
import dev.hashring.ring.MovedArc;
import dev.hashring.ring.RingChange;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the ring would move.
 *
 * @param epoch the epoch of the ring that would change
 * @param movedShare the fraction of all keys that would get another owner
 * @param arcs the positions that would, if keys themselves stay where they are
 * @param members the share of each member before and after
 * @param moduloMovedShare the fraction of keys that would move if a key's owner were its
 * hash modulo the number of members
 * @param sampled true if the shares that move were measured on {@value #SAMPLE} keys,
 * since keys themselves would lie elsewhere
 */
record Preview(long epoch, double movedShare, @Nullable List<MovedArc> arcs, List<MemberShare> members,
		double moduloMovedShare, @Nullable Boolean sampled) {

	private static final int SAMPLE = 100_000;

	private static final long SEED = 20261122;

	/** The share of one member; 0 where it is not on the ring. */
	record MemberShare(String id, double before, double after) {
	}

	static Preview of(RingState before, RingState after) {
		HashRing from = before.ring();
		HashRing to = after.ring();
		TreeSet<String> ids = new TreeSet<>(from.members());
		ids.addAll(to.members());
		List<MemberShare> shares = ids.stream()
			.map((id) -> new MemberShare(id, before.share(id), after.share(id)))
			.toList();
		if (from.keysLieAsOn(to)) {
			RingChange change = from.changeTo(to);
			return new Preview(before.epoch(), change.movedShare(), change.arcs(), shares,
					moduloMovedShare(from.members(), to.members()), null);
		}
		return sampled(before, after, shares);
	}

	/**
	 * Any number of hashes falls on each pair of remainders alike, so one round of all is
	 * exact.
	 */
	private static double moduloMovedShare(List<String> before, List<String> after) {
		if (before.isEmpty() || after.isEmpty()) {
			return 0;
		}
		int round = before.size() * after.size();
		long moved = IntStream.range(0, round)
			.filter((hash) -> !before.get(hash % before.size()).equals(after.get(hash % after.size())))
			.count();
		return (double) moved / round;
	}

	private static Preview sampled(RingState before, RingState after, List<MemberShare> shares) {
		SplittableRandom random = new SplittableRandom(SEED);
		List<String> from = before.ring().members();
		List<String> to = after.ring().members();
		int moved = 0;
		int moduloMoved = 0;
		for (int i = 0; i < SAMPLE && !from.isEmpty() && !to.isEmpty(); i++) {
			String key = Long.toHexString(random.nextLong());
			moved += before.ring().owner(key).equals(after.ring().owner(key)) ? 0 : 1;
			moduloMoved += modulo(before, from, key).equals(modulo(after, to, key)) ? 0 : 1;
		}
		return new Preview(before.epoch(), (double) moved / SAMPLE, null, shares, (double) moduloMoved / SAMPLE, true);
	}

	private static String modulo(RingState state, List<String> members, String key) {
		NamedHash hash = state.settings().shape().hash();
		return members.get((int) hash.position(hash.digest(key.getBytes(StandardCharsets.UTF_8)), members.size()));
	}

}
