package dev.hashring.placement;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.LongToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Maglev hashing: a table of 65537 slots, filled by the members in turns, each in the
 * order of its own preference. A key takes one look at the table. No two members differ
 * by more than one slot, which is why there should be many more slots than members. When
 * a member joins or leaves, a few slots change hands among the others too: least
 * disruption is not promised.
 *
 * <p>
 * After Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer"
 * (NSDI 2016).
 */
public final class Maglev extends HashedPlacement {

	// A prime, so that every step from 1 to one less leads through all the slots.
	private static final int SLOTS = 65537;

	private final int[] table = new int[SLOTS];

	/**
	 * Places keys on these members.
	 * @param hash 64 well-mixed bits for the bytes of a key or of a member's id
	 * @throws IllegalArgumentException if there are no members
	 */
	public Maglev(Collection<String> members, ToLongFunction<byte[]> hash) {
		super(members, hash);
		long[] hashes = memberHashes();
		int[] wanted = Arrays.stream(hashes).mapToInt((seed) -> remainder(seed, SLOTS)).toArray();
		int[] steps = Arrays.stream(hashes).mapToInt((seed) -> 1 + remainder(mix(seed, 0), SLOTS - 1)).toArray();
		Arrays.fill(this.table, -1);
		for (int filled = 0; filled < SLOTS; filled++) {
			int member = filled % hashes.length;
			while (this.table[wanted[member]] != -1) {
				wanted[member] = (wanted[member] + steps[member]) % SLOTS;
			}
			this.table[wanted[member]] = member;
		}
	}

	@Override
	LongToIntFunction rule(int keys) {
		return (key) -> this.table[remainder(key, SLOTS)];
	}

	private static int remainder(long hash, int divisor) {
		return (int) Long.remainderUnsigned(hash, divisor);
	}

}
