package dev.hashring.placement;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The share of one member before and after a change; 0 where it is not a member.
 *
 * @param id the member's id
 * @param before from 0 to 1
 * @param after from 0 to 1
 */
public record MemberShare(String id, double before, double after) {

	/** The shares of all members before and after, by id, as fractions of their sums. */
	public static List<MemberShare> of(Map<String, ? extends Number> before, Map<String, ? extends Number> after) {
		TreeSet<String> ids = new TreeSet<>(before.keySet());
		ids.addAll(after.keySet());
		double sumBefore = sum(before);
		double sumAfter = sum(after);
		return ids.stream()
			.map((id) -> new MemberShare(id, share(before, id, sumBefore), share(after, id, sumAfter)))
			.toList();
	}

	private static double sum(Map<String, ? extends Number> loads) {
		return loads.values().stream().mapToDouble(Number::doubleValue).sum();
	}

	private static double share(Map<String, ? extends Number> loads, String id, double sum) {
		return loads.containsKey(id) ? loads.get(id).doubleValue() / sum : 0;
	}

	/**
	 * The least that has to move so that these shares come about: what members gain.
	 */
	public static double least(List<MemberShare> shares) {
		return shares.stream().mapToDouble((share) -> Math.max(0, share.after - share.before)).sum();
	}

}
