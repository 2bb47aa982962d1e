package dev.hashring.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

import dev.hashring.history.Operation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of the operations on one key that explains what was read.
 */
final class Search {

	/*
	 * Wing and Gong, "Testing and Verifying Concurrent Objects" (1993), try all orders
	 * that respect real time. Lowe, "Testing for Linearizability" (2017), makes that
	 * feasible: a configuration, which is the operations that have taken effect and what
	 * the register holds, is looked at once, and operations take effect just in time. So
	 * this goes through calls and answers as they happened, with the set of all
	 * configurations that explain the answers so far. At an answer, pending writes take
	 * effect in every order until the answered operation has.
	 *
	 * Since a value is put only once, nothing is lost by what keeps that set small:
	 *
	 * - A read takes effect as soon as the register holds what it found, and a value is
	 * overwritten only when all its reads have been called.
	 *
	 * - A put that nobody read takes effect just before another write or at its answer,
	 * and never if it is open. An open put that was read has ended when the first read of
	 * it has.
	 *
	 * - The pending delete that ends first is the first to take effect, so the open ones
	 * are last. They are all the same and only counted. One is used only for a pending
	 * read that found nothing, and to have used fewer is better.
	 */

	/** By their end; those that are open are deletes. */
	private final List<Operation> operations;

	/** Of each value that was read, the end of the first read. */
	private final Map<String, Long> firstReads = new HashMap<>();

	/** Of each value that was read, how many reads are still to be called. */
	private final Map<String, Integer> readsToCome = new HashMap<>();

	/** What was called and not answered, but for open deletes. */
	private final SortedSet<Integer> pending = new TreeSet<>();

	/** How many open deletes were called. */
	private int openDeletes;

	/** Each with the fewest open deletes that lead to it. */
	private Map<Configuration, Integer> configurations = Map.of(new Configuration(new BitSet(), null), 0);

	private record Event(long time, boolean isAnswer, int operation) {
	}

	private Search(List<Operation> history) {
		history.stream().filter((operation) -> operation.isRead() && !operation.isOpen()).forEach((read) -> {
			this.firstReads.merge(read.value(), read.end(), Math::min);
			this.readsToCome.merge(read.value(), 1, Integer::sum);
		});
		this.operations = history.stream()
			.filter((operation) -> !operation.isOpen() || operation.kind() == Kind.DELETE || isReadPut(operation))
			.map((operation) -> (operation.isOpen() && isReadPut(operation))
					? operation.endingAt(Math.max(operation.start(), this.firstReads.get(operation.value())))
					: operation)
			.sorted(Comparator.comparing(Operation::end, Comparator.nullsLast(Comparator.naturalOrder())))
			.toList();
	}

	private boolean isReadPut(Operation operation) {
		return operation.kind() == Kind.PUT && this.firstReads.containsKey(operation.value());
	}

	/** Whether one register, which holds nothing at first, explains all operations. */
	static boolean explains(List<Operation> history) {
		return new Search(history).succeeds();
	}

	private boolean succeeds() {
		for (Event event : events()) {
			if (!event.isAnswer()) {
				call(event.operation());
			}
			else if (!answer(event.operation())) {
				return false;
			}
		}
		return true;
	}

	/** In the order of time; at the same time calls come first. */
	private List<Event> events() {
		List<Event> events = new ArrayList<>();
		for (int i = 0; i < this.operations.size(); i++) {
			Operation operation = this.operations.get(i);
			events.add(new Event(operation.start(), false, i));
			if (!operation.isOpen()) {
				events.add(new Event(operation.end(), true, i));
			}
		}
		events.sort(Comparator.comparing(Event::time).thenComparing(Event::isAnswer));
		return events;
	}

	private void call(int i) {
		Operation operation = this.operations.get(i);
		if (operation.isOpen()) {
			this.openDeletes++;
			return;
		}
		this.pending.add(i);
		if (operation.isRead()) {
			this.readsToCome.merge(operation.value(), -1, Integer::sum);
			Map<Configuration, Integer> before = this.configurations;
			this.configurations = new HashMap<>();
			before.forEach((configuration, used) -> this.configurations
				.put(finds(operation, configuration.value()) ? configuration.with(i) : configuration, used));
		}
	}

	/** Whether some configuration explains that an operation was answered. */
	private boolean answer(int i) {
		Map<Configuration, Integer> reached = new HashMap<>(this.configurations);
		Deque<Configuration> todo = new ArrayDeque<>(reached.keySet());
		while (!todo.isEmpty()) {
			Configuration configuration = todo.remove();
			if (configuration.has(i) || isReadLater(configuration.value())) {
				continue;
			}
			next(configuration, reached.get(configuration), i).forEach((next, used) -> {
				if (used < reached.getOrDefault(next, Integer.MAX_VALUE)) {
					reached.put(next, used);
					todo.add(next);
				}
			});
		}
		this.configurations = new HashMap<>();
		reached.forEach((configuration, used) -> {
			if (configuration.has(i)) {
				this.configurations.put(configuration.without(i), used);
			}
		});
		this.pending.remove(i);
		return !this.configurations.isEmpty();
	}

	/** Whether it is too early to overwrite a value. */
	private boolean isReadLater(@Nullable String value) {
		return value != null && this.readsToCome.getOrDefault(value, 0) > 0;
	}

	/** What one more write leads to, on the way to an answer. */
	private Map<Configuration, Integer> next(Configuration from, int used, int answered) {
		Map<Configuration, Integer> next = new HashMap<>();
		boolean isDeleteSeen = false;
		boolean isNothingFound = false;
		for (int i : this.pending) {
			if (from.has(i)) {
				continue;
			}
			Operation operation = this.operations.get(i);
			boolean isDelete = operation.kind() == Kind.DELETE;
			if (isReadPut(operation) || (i == answered && !operation.isRead()) || (isDelete && !isDeleteSeen)) {
				next.put(after(from.with(i), operation.value()), used);
			}
			isDeleteSeen |= isDelete;
			isNothingFound |= finds(operation, null);
		}
		if (isNothingFound && !isDeleteSeen && used < this.openDeletes && from.value() != null) {
			next.put(after(from, null), used + 1);
		}
		return next;
	}

	/** Everything that costs nothing once a value is written. */
	private Configuration after(Configuration write, @Nullable String value) {
		BitSet done = (BitSet) write.done().clone();
		for (int i : this.pending) {
			Operation operation = this.operations.get(i);
			if (finds(operation, value) || (operation.kind() == Kind.PUT && !isReadPut(operation))) {
				done.set(i);
			}
		}
		return new Configuration(done, value);
	}

	private static boolean finds(Operation operation, @Nullable String value) {
		return operation.isRead() && Objects.equals(operation.value(), value);
	}

}
