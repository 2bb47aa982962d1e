package dev.hashring.router.api.lab;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How one placement fared.
 *
 * @param members the share of the keys that each member has before and after the event
 * @param largestOverMean the largest load over the mean load, before the event
 * @param relativeStandardDeviation the standard deviation of loads over their mean,
 * before the event
 * @param moved how many keys got another owner
 * @param movedBetweenStaying how many of these went from one member that stayed to
 * another
 * @param largestOverMeanAfter the largest load over the mean load, after the event
 */
record Comparison(String placement, List<MemberShare> members, double largestOverMean, double relativeStandardDeviation,
		int moved, int movedBetweenStaying, double largestOverMeanAfter) {

	/** The share of one member; 0 where it is not there. */
	record MemberShare(String id, double before, double after) {
	}

	static Comparison of(Contestant contestant, List<String> keys, Collection<String> before,
			Collection<String> after) {
		List<String> was = contestant.maker().of(before).place(keys);
		List<String> is = contestant.maker().of(after).place(keys);
		int moved = 0;
		int movedBetweenStaying = 0;
		for (int i = 0; i < keys.size(); i++) {
			if (!was.get(i).equals(is.get(i))) {
				moved++;
				movedBetweenStaying += (after.contains(was.get(i)) && before.contains(is.get(i))) ? 1 : 0;
			}
		}
		Map<String, Long> loadsBefore = loads(was);
		Map<String, Long> loadsAfter = loads(is);
		TreeSet<String> all = new TreeSet<>(before);
		all.addAll(after);
		return new Comparison(contestant.name(),
				all.stream()
					.map((id) -> new MemberShare(id, (double) loadsBefore.getOrDefault(id, 0L) / keys.size(),
							(double) loadsAfter.getOrDefault(id, 0L) / keys.size()))
					.toList(),
				largestOverMean(loadsBefore, before, keys.size()), deviation(loadsBefore, before, keys.size()), moved,
				movedBetweenStaying, largestOverMean(loadsAfter, after, keys.size()));
	}

	private static Map<String, Long> loads(List<String> owners) {
		return owners.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

	private static double largestOverMean(Map<String, Long> loads, Collection<String> members, int keys) {
		long largest = loads.values().stream().mapToLong(Long::longValue).max().orElse(0);
		return (double) largest * members.size() / keys;
	}

	private static double deviation(Map<String, Long> loads, Collection<String> members, int keys) {
		double mean = (double) keys / members.size();
		double squares = members.stream().mapToDouble((id) -> Math.pow(loads.getOrDefault(id, 0L) - mean, 2)).sum();
		return Math.sqrt(squares / members.size()) / mean;
	}

}
