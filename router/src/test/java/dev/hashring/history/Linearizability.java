package dev.hashring.history;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.hashring.history.Operation.Kind;

/**
 * Whether histories are linearizable (Herlihy and Wing 1990): each key has to look like
 * one register that holds nothing at first and on which each operation took effect at one
 * moment between its call and its answer.
 */
public final class Linearizability {

	private static final int AROUND = 15;

	private Linearizability() {
	}

	/**
	 * The first violation of each key that has one; empty if the history is linearizable.
	 * @throws IllegalArgumentException if a value was put twice under a key
	 */
	public static List<Violation> violations(Collection<Operation> history) {
		Map<String, List<Operation>> byKey = history.stream()
			.collect(Collectors.groupingBy(Operation::key, TreeMap::new, Collectors.toList()));
		return byKey.values().stream().map(Linearizability::violation).flatMap(Optional::stream).toList();
	}

	private static Optional<Violation> violation(List<Operation> history) {
		requireUniqueValues(history);
		if (Search.explains(history)) {
			return Optional.empty();
		}
		List<Operation> reads = history.stream()
			.filter((operation) -> operation.isRead() && !operation.isOpen())
			.sorted(Comparator.comparing(Operation::end))
			.toList();
		// A write can take effect last, so the end of a read is the first to fail.
		int low = 0;
		int high = reads.size() - 1;
		while (low < high) {
			int middle = (low + high) / 2;
			if (Search.explains(until(reads.get(middle).end(), history))) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return Optional.of(new Violation(reads.get(low), around(reads.get(low), history)));
	}

	private static void requireUniqueValues(List<Operation> history) {
		Set<String> values = new HashSet<>();
		for (Operation operation : history) {
			if (operation.kind() == Kind.PUT && !values.add(operation.value())) {
				throw new IllegalArgumentException(
						"%s was put twice under %s.".formatted(operation.value(), operation.key()));
			}
		}
	}

	/** What was known at some time. */
	private static List<Operation> until(long time, List<Operation> history) {
		return history.stream()
			.filter((operation) -> operation.start() <= time)
			.map((operation) -> operation.asOf(time))
			.toList();
	}

	private static List<Operation> around(Operation read, List<Operation> history) {
		List<Operation> before = history.stream()
			.filter((operation) -> operation.start() <= read.end())
			.sorted(Comparator.comparing(Operation::start))
			.toList();
		return IntStream.range(0, before.size())
			.filter((i) -> i >= before.size() - AROUND || before.get(i).equals(read)
					|| (before.get(i).kind() == Kind.PUT && Objects.equals(before.get(i).value(), read.value())))
			.mapToObj(before::get)
			.toList();
	}

}
