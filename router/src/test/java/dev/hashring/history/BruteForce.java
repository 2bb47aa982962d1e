package dev.hashring.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Tries every order of the operations on one key: for small histories only, to compare
 * with.
 */
final class BruteForce {

	private BruteForce() {
	}

	/** Whether one register, which holds nothing at first, explains all operations. */
	static boolean explains(List<Operation> history) {
		return explains(history, null);
	}

	private static boolean explains(List<Operation> rest, @Nullable String held) {
		if (rest.stream().allMatch(Operation::isOpen)) {
			return true;
		}
		for (Operation next : rest) {
			List<Operation> others = new ArrayList<>(rest);
			others.remove(next);
			boolean mayBeNext = others.stream().noneMatch((other) -> !other.isOpen() && other.end() < next.start());
			boolean fits = !next.isRead() || next.isOpen() || Objects.equals(held, next.value());
			if (mayBeNext && fits && explains(others, next.isRead() ? held : next.value())) {
				return true;
			}
		}
		return false;
	}

}
