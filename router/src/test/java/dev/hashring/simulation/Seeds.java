package dev.hashring.simulation;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Schedules by their seeds.
 */
record Seeds(long first, long count) {

	/** A schedule in which something is wrong. */
	record Fault(long seed, String what) {

		@Override
		public String toString() {
			return "seed " + this.seed + ": " + this.what;
		}

	}

	/** The first schedule in which anything is wrong. */
	Optional<Fault> firstFault() {
		return LongStream.range(this.first, this.first + this.count).parallel().mapToObj((seed) -> {
			try {
				String fault = Simulation.run(seed, Flaw.NONE, null).fault();
				return Optional.ofNullable(fault).map((what) -> new Fault(seed, what));
			}
			catch (AssertionError ex) {
				return Optional.of(new Fault(seed, Objects.toString(ex.getCause())));
			}
		}).flatMap(Optional::stream).findFirst();
	}

	/** A schedule in which clients notice that a safeguard is missing. */
	Optional<Long> noticing(Safeguard lacking) {
		return LongStream.range(this.first, this.first + this.count)
			.filter((seed) -> !Simulation.run(seed, new Flaw(lacking), null).violations().isEmpty())
			.boxed()
			.findFirst();
	}

	@Override
	public String toString() {
		return "seeds " + this.first + " to " + (this.first + this.count - 1);
	}

}
