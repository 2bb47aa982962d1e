package dev.hashring.placement;

import java.util.Collection;
import java.util.function.LongToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Multi-probe consistent hashing: one point for each member, and 21 positions for each
 * key. The point that is closest to one of them, clockwise, wins. With many members, the
 * largest share is about 1.05 times the mean, for which a ring would need thousands of
 * points a member. The smallest is not bounded: a member whose point lies close behind
 * another gets next to nothing. A join moves keys to the one that joined only, a leave
 * only those of the one that left.
 *
 * <p>
 * After Appleton and O'Reilly, "Multi-probe consistent hashing" (2015).
 */
public final class MultiProbe extends HashedPlacement {

	private static final int PROBES = 21;

	private final Circle circle = new Circle(memberHashes(), 1);

	/**
	 * Places keys on these members.
	 * @param hash 64 well-mixed bits for the bytes of a key or of a member's id
	 * @throws IllegalArgumentException if there are no members
	 */
	public MultiProbe(Collection<String> members, ToLongFunction<byte[]> hash) {
		super(members, hash);
	}

	@Override
	LongToIntFunction rule(int keys) {
		return this::owner;
	}

	private int owner(long key) {
		int closest = 0;
		long shortest = -1;
		for (int i = 0; i < PROBES; i++) {
			long probe = mix(key, i);
			int point = this.circle.pointFrom(probe);
			long distance = this.circle.position(point) - probe;
			// Past the end of the circle the difference wraps with it, if unsigned.
			if (Long.compareUnsigned(distance, shortest) < 0) {
				shortest = distance;
				closest = point;
			}
		}
		return this.circle.member(closest);
	}

}
