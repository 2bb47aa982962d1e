package dev.hashring.placement;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MeasurementTests {

	private static final List<String> KEYS = List.of("1", "2", "3", "4");

	@Test
	void evennessAndMovesAreThoseOfTheOwners() {
		Measurement measured = Measurement.of(new Given(List.of("a", "b"), List.of("a", "a", "a", "b")),
				new Given(List.of("a", "b", "c", "d"), List.of("a", "b", "c", "a")), KEYS);
		assertThat(measured.members()).containsExactly(new MemberShare("a", 0.75, 0.5),
				new MemberShare("b", 0.25, 0.25), new MemberShare("c", 0, 0.25), new MemberShare("d", 0, 0));
		assertThat(measured.largestOverMean()).isEqualTo(1.5);
		assertThat(measured.relativeStandardDeviation()).isEqualTo(0.5);
		assertThat(measured.largestOverMeanAfter()).isEqualTo(2);
		assertThat(measured.moved()).isEqualTo(3);
		assertThat(measured.movedBetweenStaying()).isEqualTo(2);
	}

	@Test
	void theLeastThatMovesIsWhatMembersGain() {
		assertThat(MemberShare.least(MemberShare.of(Map.of("a", 1, "b", 1), Map.of("a", 1, "b", 1, "c", 2))))
			.isEqualTo(0.5);
		assertThat(MemberShare.least(MemberShare.of(Map.of("a", 1, "b", 1, "c", 2), Map.of("a", 1, "b", 1))))
			.isEqualTo(0.5);
		assertThat(MemberShare.least(MemberShare.of(Map.of("a", 1), Map.of("a", 7)))).isZero();
	}

	@Test
	void whatModuloMovesIsWhatIsMeasuredOfIt() {
		Sample sample = Sample.of(20261122, 10, 100_000);
		for (List<String> after : List.of(sample.membersAnd("member0003a"), sample.membersWithout("member0004"))) {
			double measured = Measurement
				.of(new Modulo(sample.members(), sample.hash()), new Modulo(after, sample.hash()), sample.keys())
				.moved() / 1e5;
			assertThat(Modulo.movedShare(sample.members(), after.stream().sorted().toList())).isCloseTo(measured,
					within(0.01));
		}
	}

	@Test
	void theKeysAreTheSameEachTime() {
		assertThat(Measurement.keys(3)).isEqualTo(Measurement.keys(3)).doesNotHaveDuplicates();
	}

	private record Given(List<String> members, List<String> owners) implements KeyPlacement {

		@Override
		public List<String> place(List<String> keys) {
			return this.owners;
		}

	}

}
