package dev.hashring.placement;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BoundedLoadsTests {

	private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void noMemberEverHasMoreThanItsCapacity(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 200; round++) {
			Sample sample = Sample.of(random.nextInt(1000), 1 + random.nextInt(30), random.nextInt(2000));
			double factor = 1 + random.nextInt(64) / 64.0;
			Collection<Long> loads = sample.loads(new BoundedLoads(sample.members(), factor, sample.hash()));
			assertThat(loads)
				.as("seed %d, factor %s, %d members, %d keys", seed, factor, sample.members().size(),
						sample.keys().size())
				.allMatch((load) -> load <= Math.ceil(factor * sample.mean()));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void theBoundIsReachedWhereTheRingAloneWouldBreakIt(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		assertThat(Collections.max(sample.loads(new BoundedLoads(sample.members(), UNBOUNDED, sample.hash()))))
			.as("%s", sample)
			.isBetween(5251L, 6500L);
		assertThat(Collections.max(sample.loads(new BoundedLoads(sample.members(), 1.05, sample.hash()))))
			.as("%s", sample)
			.isEqualTo(5250);
	}

	@Test
	void withAFactorOfOneAllHaveTheMean() {
		Sample sample = Sample.of(42, 20, 10_000);
		assertThat(sample.loads(new BoundedLoads(sample.members(), 1, sample.hash()))).containsOnly(500L);
	}

	@Test
	@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void evenMembersOfOneHashShareTheKeys() {
		Sample sample = Sample.of(42, 20, 10_000);
		assertThat(sample.loads(new BoundedLoads(sample.members(), 1, (bytes) -> 0))).containsOnly(500L);
	}

	@Test
	void whoComesFirstIsNotSentOn() {
		Sample sample = Sample.of(42, 20, 10_000);
		BoundedLoads placement = new BoundedLoads(sample.members(), 1, sample.hash());
		List<String> unbounded = new BoundedLoads(sample.members(), UNBOUNDED, sample.hash()).place(sample.keys());
		assertThat(placement.place(sample.keys()).subList(0, 500)).isEqualTo(unbounded.subList(0, 500));
	}

	@Test
	void whereTheFirstMemberIsFullTheNextClockwiseTakesTheKey() {
		Sample sample = Sample.of(42, 3, 100);
		BoundedLoads bounded = new BoundedLoads(sample.members(), 1, sample.hash());
		for (String key : sample.keys()) {
			List<String> owners = bounded.place(List.of(key, key, key));
			String next = new BoundedLoads(sample.membersWithout(owners.get(0)), UNBOUNDED, sample.hash())
				.place(List.of(key))
				.get(0);
			assertThat(owners).as("key %s", key)
				.startsWith(bounded.place(List.of(key)).get(0), next)
				.doesNotHaveDuplicates();
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void withoutABoundALeaveMovesOnlyTheKeysOfTheOneThatLeft(long seed) {
		Sample sample = Sample.of(seed, 20, 50_000);
		assertThat(sample.moves(new BoundedLoads(sample.members(), UNBOUNDED, sample.hash()),
				new BoundedLoads(sample.membersWithout("member0007"), UNBOUNDED, sample.hash())))
			.as("%s", sample)
			.hasSizeBetween(1900, 3100)
			.allMatch((move) -> move.from().equals("member0007"));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1.25, 1.1, 1.05 })
	void aLeaveMovesLittleMoreThanItHasTo(double factor) {
		Sample sample = Sample.of(42, 20, 100_000);
		for (String gone : sample.members()) {
			assertThat(sample.moves(new BoundedLoads(sample.members(), factor, sample.hash()),
					new BoundedLoads(sample.membersWithout(gone), factor, sample.hash())))
				.as("%s without %s", sample, gone)
				.hasSizeBetween(3000, 8000);
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1.25, 1.1, 1.05 })
	void aJoinMovesLittleMoreThanItHasTo(double factor) {
		Sample sample = Sample.of(42, 19, 100_000);
		for (String joined : new String[] { "a first one", "member0009a", "the last one" }) {
			assertThat(sample.moves(new BoundedLoads(sample.members(), factor, sample.hash()),
					new BoundedLoads(sample.membersAnd(joined), factor, sample.hash())))
				.as("%s and %s", sample, joined)
				.hasSizeBetween(3000, 8000);
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.99, 0, -1, Double.NaN })
	void aFactorBelowOneIsRefused(double factor) {
		assertThatIllegalArgumentException().isThrownBy(() -> new BoundedLoads(List.of("a"), factor, (bytes) -> 0))
			.withMessage("The factor is %s, but below 1 the members could not hold all keys.", factor);
	}

}
