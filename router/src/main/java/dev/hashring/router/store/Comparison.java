package dev.hashring.router.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.hashring.protocol.PositionRange;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.nodes.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of what replicas hold, range by range, by checksums. Replicas that have
 * less get what a majority has, so that a member that was away catches up with what it
 * missed, also for keys that nobody reads.
 */
class Comparison {

	private final RingState state;

	private final StoreClient stores;

	private final Repairs repairs;

	private final Map<PositionRange, List<Member>> ranges;

	private final List<Member> trusted;

	private final Map<Member, Map<PositionRange, String>> digests = new LinkedHashMap<>();

	/**
	 * A comparison that has not begun.
	 * @param members whose stores answer
	 * @param trusted those of them that have lost nothing
	 */
	Comparison(RingState state, List<Member> members, List<Member> trusted, StoreClient stores, Repairs repairs) {
		this.state = state;
		this.trusted = trusted;
		this.stores = stores;
		this.repairs = repairs;
		this.ranges = Ranges.of(state);
		members.forEach((member) -> this.digests.put(member, Map.of()));
	}

	/**
	 * Compares all ranges and mends what differs.
	 * @return the members that now have, in each of their ranges, all that a majority of
	 * the others has
	 */
	Set<Member> run() {
		this.digests.replaceAll((member, none) -> digests(member));
		Set<Member> complete = new HashSet<>(this.digests.keySet());
		this.ranges.forEach((range, replicas) -> {
			List<Member> compared = replicas.stream()
				.filter((member) -> this.digests.getOrDefault(member, Map.of()).containsKey(range))
				.toList();
			boolean isWell = isSame(range, compared) || mend(range, compared);
			replicas.stream()
				.filter((member) -> !isWell || !compared.contains(member) || !hasMajorityBeside(member, compared))
				.forEach(complete::remove);
		});
		return complete;
	}

	private boolean hasMajorityBeside(Member member, List<Member> compared) {
		long others = compared.stream().filter(this.trusted::contains).filter((other) -> other != member).count();
		return others >= this.state.settings().majority();
	}

	private Map<PositionRange, String> digests(Member member) {
		List<PositionRange> own = this.ranges.entrySet()
			.stream()
			.filter((range) -> range.getValue().contains(member))
			.map(Map.Entry::getKey)
			.toList();
		Map<PositionRange, String> all = new HashMap<>();
		try {
			for (int from = 0; from < own.size(); from += PositionRange.MOST) {
				List<PositionRange> some = own.subList(from, Math.min(own.size(), from + PositionRange.MOST));
				List<String> answer = this.stores.digests(this.state, member, some, deadline());
				if (answer.size() != some.size()) {
					return all;
				}
				for (int i = 0; i < some.size(); i++) {
					all.put(some.get(i), answer.get(i));
				}
			}
		}
		catch (NoAnswerException ex) {
			// What it said so far is compared.
		}
		return all;
	}

	private boolean isSame(PositionRange range, List<Member> compared) {
		return compared.stream()
			.map((member) -> Objects.requireNonNull(this.digests.get(member)).get(range))
			.distinct()
			.count() <= 1;
	}

	/** Mends what differs in a range; says whether all is well now. */
	private boolean mend(PositionRange range, List<Member> compared) {
		Map<Member, Map<String, String>> entries = new HashMap<>();
		Set<String> keys = new TreeSet<>();
		try {
			for (Member member : compared) {
				Map<String, String> checksums = checksums(range, member);
				entries.put(member, checksums);
				keys.addAll(checksums.keySet());
			}
		}
		catch (NoAnswerException ex) {
			return false;
		}
		keys.removeIf((key) -> entries.values().stream().map((of) -> of.get(key)).distinct().count() == 1);
		return keys.stream().map(this::mend).reduce(true, Boolean::logicalAnd);
	}

	private Map<String, String> checksums(PositionRange range, Member member) throws NoAnswerException {
		Map<String, String> checksums = new HashMap<>();
		PositionRange.@Nullable Item last = null;
		PositionRange.Page page;
		do {
			page = this.stores.range(this.state, member, range, last, deadline());
			for (PositionRange.Item item : page.entries()) {
				checksums.put(item.key(), item.checksum());
				last = item;
			}
		}
		while (page.more());
		return checksums;
	}

	private boolean mend(String key) {
		return this.repairs.repair(Replicas.of(this.state, key));
	}

	private Deadline deadline() {
		return Deadline.in(this.state.settings().timing().deadline());
	}

}
