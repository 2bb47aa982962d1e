package dev.hashring.placement;

import java.util.Collection;
import java.util.function.LongToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Consistent hashing with bounded loads: a ring on which each member has a capacity, the
 * mean load times a factor, rounded up. Keys come one by one, and each goes to the first
 * member clockwise that is not full. So no member ever has more than its capacity, but
 * where a key lands depends on those before it, and a join or a leave moves some keys
 * among the others too: more of them, the closer the factor is to 1.
 *
 * <p>
 * After Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads"
 * (2016).
 */
public final class BoundedLoads extends HashedPlacement {

	/** A good factor to start with: a quarter above the mean. */
	public static final double DEFAULT_FACTOR = 1.25;

	private static final int POINTS_EACH = 160;

	private final Circle circle = new Circle(memberHashes(), POINTS_EACH);

	private final double factor;

	/**
	 * Places keys on these members.
	 * @param factor how much of the mean load a member may have, 1 or more
	 * @param hash 64 well-mixed bits for the bytes of a key or of a member's id
	 * @throws IllegalArgumentException if there are no members, or the factor is below 1
	 */
	public BoundedLoads(Collection<String> members, double factor, ToLongFunction<byte[]> hash) {
		super(members, hash);
		if (!(factor >= 1)) {
			throw new IllegalArgumentException(
					"The factor is %s, but below 1 the members could not hold all keys.".formatted(factor));
		}
		this.factor = factor;
	}

	@Override
	LongToIntFunction rule(int keys) {
		int[] loads = new int[this.members.size()];
		double capacity = Math.ceil(this.factor * keys / loads.length);
		return (key) -> {
			int point = this.circle.pointFrom(key);
			while (loads[this.circle.member(point)] >= capacity) {
				point = this.circle.pointAfter(point);
			}
			int owner = this.circle.member(point);
			loads[owner]++;
			return owner;
		};
	}

}
