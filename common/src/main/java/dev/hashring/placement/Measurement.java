package dev.hashring.placement;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How even a placement is, and what moves when another takes its place, measured on some
 * keys.
 *
 * @param members the share of the keys that each member has
 * @param largestOverMean the largest load over the mean load, before the change
 * @param relativeStandardDeviation the standard deviation of loads over their mean,
 * before the change
 * @param moved how many keys got another owner
 * @param movedBetweenStaying how many of these went from one member to another although
 * both were there before and after
 * @param largestOverMeanAfter the largest load over the mean load, after the change
 */
public record Measurement(List<MemberShare> members, double largestOverMean, double relativeStandardDeviation,
		int moved, int movedBetweenStaying, double largestOverMeanAfter) {

	private static final long SEED = 20261122;

	/** That many keys to measure with, the same each time. */
	public static List<String> keys(int count) {
		SplittableRandom random = new SplittableRandom(SEED);
		return Stream.generate(() -> Long.toHexString(random.nextLong())).limit(count).toList();
	}

	/**
	 * Measures two placements.
	 * @param keys at least one
	 */
	public static Measurement of(KeyPlacement before, KeyPlacement after, List<String> keys) {
		List<String> was = before.place(keys);
		List<String> is = after.place(keys);
		Set<String> staying = new HashSet<>(before.members());
		staying.retainAll(after.members());
		int moved = 0;
		int movedBetweenStaying = 0;
		for (int i = 0; i < keys.size(); i++) {
			if (!was.get(i).equals(is.get(i))) {
				moved++;
				movedBetweenStaying += (staying.contains(was.get(i)) && staying.contains(is.get(i))) ? 1 : 0;
			}
		}
		Map<String, Integer> loadsBefore = loads(before.members(), was);
		Map<String, Integer> loadsAfter = loads(after.members(), is);
		return new Measurement(MemberShare.of(loadsBefore, loadsAfter), largestOverMean(loadsBefore, keys.size()),
				deviation(loadsBefore, keys.size()), moved, movedBetweenStaying,
				largestOverMean(loadsAfter, keys.size()));
	}

	private static Map<String, Integer> loads(List<String> members, List<String> owners) {
		Map<String, Integer> loads = new LinkedHashMap<>();
		members.forEach((id) -> loads.put(id, 0));
		owners.forEach((id) -> loads.merge(id, 1, Integer::sum));
		return loads;
	}

	private static double largestOverMean(Map<String, Integer> loads, int keys) {
		int largest = loads.values().stream().mapToInt(Integer::intValue).max().orElse(0);
		return (double) largest * loads.size() / keys;
	}

	private static double deviation(Map<String, Integer> loads, int keys) {
		double mean = (double) keys / loads.size();
		double squares = loads.values().stream().mapToDouble((load) -> (load - mean) * (load - mean)).sum();
		return Math.sqrt(squares / loads.size()) / mean;
	}

}
