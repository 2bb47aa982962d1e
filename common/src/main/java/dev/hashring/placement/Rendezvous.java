package dev.hashring.placement;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Rendezvous hashing, or highest random weight: every member draws a score for a key, and
 * the highest wins. Shares are as the weights are. A join moves keys to the one that
 * joined only, a leave only those of the one that left, and a higher weight only brings
 * keys to its member. The price is a look at every member for every key.
 *
 * <p>
 * After Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates"
 * (IEEE/ACM Transactions on Networking, 1998). The score is the logarithmic method of
 * Schindelhauer and Schomaker, "Weighted Distributed Hash Tables" (SPAA 2005):
 * {@code -weight / ln(u)}, with u drawn evenly from between 0 and 1 by the hashes of
 * member and key.
 */
public final class Rendezvous extends HashedPlacement {

	private final double[] weights;

	private final long[] memberHashes = memberHashes();

	/**
	 * Places keys on the members that have these weights.
	 * @param weights the weight of each member, by the member's id
	 * @param hash 64 well-mixed bits for the bytes of a key or of a member's id
	 * @throws IllegalArgumentException if there are no members, or a weight is not a
	 * positive, finite number
	 */
	public Rendezvous(Map<String, Double> weights, ToLongFunction<byte[]> hash) {
		super(weights.keySet(), hash);
		weights.forEach((member, weight) -> {
			if (!(weight > 0) || weight.isInfinite()) {
				throw new IllegalArgumentException(
						"The weight of member %s is %s, but it has to be positive and finite.".formatted(member,
								weight));
			}
		});
		this.weights = new TreeMap<>(weights).values().stream().mapToDouble(Double::doubleValue).toArray();
	}

	@Override
	LongToIntFunction rule(int keys) {
		return this::owner;
	}

	private int owner(long key) {
		int owner = 0;
		double best = Double.POSITIVE_INFINITY;
		for (int member = 0; member < this.weights.length; member++) {
			// 52 bits and a half: neither 0 nor 1 can come out.
			double u = ((mix(key ^ this.memberHashes[member], 0) >>> 12) + 0.5) * 0x1p-52;
			// The highest score is the lowest of its reciprocals, -ln(u) / weight. As
			// -ln(u) > 1 - u, most members are out before a logarithm is needed.
			if (1 - u < best * this.weights[member]) {
				double reciprocal = -Math.log(u) / this.weights[member];
				if (reciprocal < best) {
					best = reciprocal;
					owner = member;
				}
			}
		}
		return owner;
	}

}
