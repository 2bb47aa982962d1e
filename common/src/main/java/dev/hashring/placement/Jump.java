package dev.hashring.placement;

import java.util.Collection;
import java.util.function.LongToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Jump consistent hashing: nothing to store, and even shares. It knows numbered buckets
 * rather than members, and here the members are buckets in the order of their ids. So
 * only the last one may join or leave and move no more keys than its own. When another
 * does, all after it change their numbers, and their keys move with them: half of all
 * keys on average, and nearly all when it is the first.
 *
 * <p>
 * After Lamping and Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm" (2014).
 */
public final class Jump extends HashedPlacement {

	/**
	 * Places keys on these members.
	 * @param hash 64 well-mixed bits for the bytes of a key
	 * @throws IllegalArgumentException if there are no members
	 */
	public Jump(Collection<String> members, ToLongFunction<byte[]> hash) {
		super(members, hash);
	}

	@Override
	LongToIntFunction rule(int keys) {
		return this::bucket;
	}

	private int bucket(long key) {
		long state = key;
		long bucket = 0;
		long next = 0;
		while (next < this.members.size()) {
			bucket = next;
			// The paper's generator: its upper 31 bits tell with how many buckets the key
			// moves next.
			state = state * 2862933555777941757L + 1;
			next = (long) ((bucket + 1) / (((state >>> 33) + 1) * 0x1p-31));
		}
		return (int) bucket;
	}

}
