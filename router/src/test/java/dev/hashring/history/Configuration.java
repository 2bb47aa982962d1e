package dev.hashring.history;

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * How far a search has come.
 *
 * @param done the pending operations that have taken effect; never changed
 * @param value what the register holds; null: nothing
 */
record Configuration(BitSet done, @Nullable String value) {

	boolean has(int operation) {
		return this.done.get(operation);
	}

	Configuration with(int operation) {
		return with(operation, true);
	}

	Configuration without(int operation) {
		return with(operation, false);
	}

	private Configuration with(int operation, boolean isDone) {
		BitSet changed = (BitSet) this.done.clone();
		changed.set(operation, isDone);
		return new Configuration(changed, this.value);
	}

}
