package dev.hashring.placement;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ModuloTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void sharesAreEven(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		assertThat(sample.loads(new Modulo(sample.members(), sample.hash()))).as("%s", sample)
			.allSatisfy((load) -> assertThat(load / sample.mean()).isCloseTo(1, within(0.06)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aLeaveLeavesOneKeyInNWhereItWas(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		for (String gone : sample.members()) {
			assertThat(sample.moves(new Modulo(sample.members(), sample.hash()),
					new Modulo(sample.membersWithout(gone), sample.hash())))
				.as("%s without %s", sample, gone)
				.hasSizeBetween(94_500, 95_500);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aJoinLeavesOneKeyInNWhereItWas(long seed) {
		Sample sample = Sample.of(seed, 19, 100_000);
		for (String joined : new String[] { "a first one", "member0009a", "the last one" }) {
			assertThat(sample.moves(new Modulo(sample.members(), sample.hash()),
					new Modulo(sample.membersAnd(joined), sample.hash())))
				.as("%s and %s", sample, joined)
				.hasSizeBetween(94_500, 95_500);
		}
	}

}
