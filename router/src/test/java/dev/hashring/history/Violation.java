package dev.hashring.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A read that no atomic register explains. All that was known up to the end of the read
 * before it can be explained.
 *
 * @param around the writes of what was read, and the latest operations up to this one, by
 * their start
 */
public record Violation(Operation read, List<Operation> around) {

	@Override
	public String toString() {
		return this.around.stream()
			.map((operation) -> (operation.equals(this.read) ? "> " : "  ") + operation)
			.collect(
					Collectors.joining("\n",
							"No order of the operations on %s explains that this read found %s:\n".formatted(
									this.read.key(), (this.read.value() != null) ? this.read.value() : "nothing"),
							"\n"));
	}

}
