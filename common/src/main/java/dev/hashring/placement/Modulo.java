package dev.hashring.placement;

import java.util.Collection;
import java.util.function.LongToIntFunction;
import java.util.function.ToLongFunction;

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

	@Override
	LongToIntFunction rule(int keys) {
		return (key) -> (int) Long.remainderUnsigned(key, this.members.size());
	}

}
