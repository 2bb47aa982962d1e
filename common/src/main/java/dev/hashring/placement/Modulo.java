package dev.hashring.placement;

import java.util.Collection;
import java.util.List;
import java.util.function.LongToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The naive way: a key belongs to the member whose number is its hash modulo how many
 * there are. Shares are even, but when one of N members joins or leaves, only about one
 * key in N stays where it is. This is what Karger et al., "Consistent Hashing and Random
 * Trees" (STOC 1997), set out to avoid.
 */
public final class Modulo extends HashedPlacement {

	/**
	 * Places keys on these members.
	 * @param hash 64 well-mixed bits for the bytes of a key
	 * @throws IllegalArgumentException if there are no members
	 */
	public Modulo(Collection<String> members, ToLongFunction<byte[]> hash) {
		super(members, hash);
	}

	/**
	 * The fraction of all keys that get another owner when other members take the place
	 * of these. Hashes fall on each pair of remainders alike, so one round of all is
	 * exact.
	 * @param before ids in their natural order, at least one
	 * @param after ids in their natural order, at least one
	 */
	public static double movedShare(List<String> before, List<String> after) {
		int round = before.size() * after.size();
		long moved = IntStream.range(0, round)
			.filter((hash) -> !before.get(hash % before.size()).equals(after.get(hash % after.size())))
			.count();
		return (double) moved / round;
	}

	@Override
	LongToIntFunction rule(int keys) {
		return (key) -> (int) Long.remainderUnsigned(key, this.members.size());
	}

}
