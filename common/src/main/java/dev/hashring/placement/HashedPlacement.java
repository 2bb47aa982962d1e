package dev.hashring.placement;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongToIntFunction;
import java.util.function.ToLongFunction;

/**
 * What all placements here share: members numbered in the order of their ids, and keys
 * that are known by a 64-bit hash.
 */
abstract class HashedPlacement implements KeyPlacement {

	final List<String> members;

	private final ToLongFunction<byte[]> hash;

	HashedPlacement(Collection<String> members, ToLongFunction<byte[]> hash) {
		if (members.isEmpty()) {
			throw new IllegalArgumentException("There are no members to place keys on.");
		}
		this.members = List.copyOf(new TreeSet<>(members));
		this.hash = hash;
	}

	/**
	 * The rule for that many keys, from the hash of a key to the number of its owner. It
	 * is applied once to each key, in their order.
	 */
	abstract LongToIntFunction rule(int keys);

	@Override
	public final List<String> members() {
		return this.members;
	}

	@Override
	public final List<String> place(List<String> keys) {
		LongToIntFunction rule = rule(keys.size());
		String[] owners = new String[keys.size()];
		int placed = 0;
		for (String key : keys) {
			owners[placed++] = this.members.get(rule.applyAsInt(hash(key)));
		}
		return List.of(owners);
	}

	final long[] memberHashes() {
		return this.members.stream().mapToLong(this::hash).toArray();
	}

	private long hash(String id) {
		return this.hash.applyAsLong(id.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * One number of the sequence that SplitMix64 makes of a seed: Steele, Lea and Flood,
	 * "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), with Stafford's
	 * thirteenth variant of the finalizer.
	 */
	static long mix(long seed, int index) {
		long mixed = seed + (index + 1) * 0x9e3779b97f4a7c15L;
		mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
		return mixed ^ mixed >>> 31;
	}

}
