package dev.hashring.router.kv.replication;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.hashring.protocol.PositionRange;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Compares what replicas hold, range by range, by checksums. Replicas that have less get
 * what a majority has, so that a member that was away catches up with what it missed,
 * even for keys that are never read.
 */
@Component
class AntiEntropy {

	private final Stores stores;

	private final Repairs repairs;

	private final Machine machine;

	/** The last state that was compared, and its ranges. */
	private volatile Map.@Nullable Entry<RingState, Map<PositionRange, List<Member>>> last;

	AntiEntropy(Stores stores, Repairs repairs, Machine machine) {
		this.stores = stores;
		this.repairs = repairs;
		this.machine = machine;
	}

	/**
	 * Compares all ranges and repairs what differs.
	 * @param trusted members that have lost nothing
	 * @param recovering members whose new files are not yet complete
	 * @return the members that now have, in each of their ranges, all that a majority of
	 * trusted others has
	 */
	Set<Member> run(RingState state, List<Member> trusted, List<Member> recovering) {
		Map<PositionRange, List<Member>> ranges = ranges(state);
		Map<Member, Map<PositionRange, String>> digests = new LinkedHashMap<>();
		Stream.concat(trusted.stream(), recovering.stream())
			.forEach((member) -> digests.put(member, digests(state, ranges, member)));
		Set<Member> complete = new LinkedHashSet<>(digests.keySet());
		ranges.forEach((range, replicas) -> {
			Map<Member, String> compared = new LinkedHashMap<>();
			for (Member member : replicas) {
				String digest = digests.getOrDefault(member, Map.of()).get(range);
				if (digest != null) {
					compared.put(member, digest);
				}
			}
			boolean isSame = compared.values().stream().distinct().count() <= 1
					|| repair(state, range, compared.keySet());
			replicas.stream().filter((member) -> {
				long others = compared.keySet()
					.stream()
					.filter((other) -> other != member && trusted.contains(other))
					.count();
				return !isSame || !compared.containsKey(member) || others < Replicas.majority(replicas);
			}).forEach(complete::remove);
		});
		return complete;
	}

	/** They change with the ring alone, and there may be thousands. */
	private Map<PositionRange, List<Member>> ranges(RingState state) {
		Map.Entry<RingState, Map<PositionRange, List<Member>>> known = this.last;
		if (known == null || known.getKey() != state) {
			known = Map.entry(state, Ranges.of(state.now()));
			this.last = known;
		}
		return known.getValue();
	}

	private Map<PositionRange, String> digests(RingState state, Map<PositionRange, List<Member>> ranges,
			Member member) {
		List<PositionRange> own = ranges.keySet()
			.stream()
			.filter((range) -> ranges.getOrDefault(range, List.of()).contains(member))
			.toList();
		Map<PositionRange, String> all = new HashMap<>();
		try {
			for (int from = 0; from < own.size(); from += PositionRange.MOST) {
				List<PositionRange> some = own.subList(from, Math.min(own.size(), from + PositionRange.MOST));
				List<String> answer = this.stores.digests(state, member, some, this.machine.deadline(state));
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

	/** Repairs what differs in a range, and says whether nothing does now. */
	private boolean repair(RingState state, PositionRange range, Set<Member> compared) {
		Map<Member, Map<String, String>> entries = new HashMap<>();
		Set<String> keys = new TreeSet<>();
		try {
			for (Member member : compared) {
				Map<String, String> checksums = checksums(state, range, member);
				entries.put(member, checksums);
				keys.addAll(checksums.keySet());
			}
		}
		catch (NoAnswerException ex) {
			return false;
		}
		keys.removeIf((key) -> entries.values().stream().map((of) -> of.get(key)).distinct().count() == 1);
		return keys.stream()
			.map((key) -> this.repairs.repair(Replicas.of(state, key)))
			.reduce(true, Boolean::logicalAnd);
	}

	private Map<String, String> checksums(RingState state, PositionRange range, Member member)
			throws NoAnswerException {
		Map<String, String> checksums = new HashMap<>();
		PositionRange.@Nullable Item after = null;
		PositionRange.Page page;
		do {
			page = this.stores.range(state, member, range, after, this.machine.deadline(state));
			for (PositionRange.Item item : page.entries()) {
				checksums.put(item.key(), item.checksum());
				after = item;
			}
		}
		while (page.more());
		return checksums;
	}

}
