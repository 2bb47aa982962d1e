package dev.hashring.placement;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MultiProbeTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void theLargestShareIsLittleAboveTheMean(long seed) {
		Sample sample = Sample.of(seed, 100, 500_000);
		long largest = Collections.max(sample.loads(new MultiProbe(sample.members(), sample.hash())));
		assertThat(largest / sample.mean()).as("%s", sample).isBetween(1.0, 1.12);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 30 })
	void ownersAgreeWithTryingEveryMemberForEachOfTwentyOneProbes(int members) {
		Sample sample = Sample.of(42, members, 1000);
		List<String> owners = new MultiProbe(sample.members(), sample.hash()).place(sample.keys());
		for (int i = 0; i < owners.size(); i++) {
			String key = sample.keys().get(i);
			SplittableRandom probes = new SplittableRandom(hash(sample, key));
			String closest = "none";
			long shortest = -1;
			for (int probe = 0; probe < 21; probe++) {
				long position = probes.nextLong();
				for (String member : sample.members()) {
					long distance = new SplittableRandom(hash(sample, member)).nextLong() - position;
					if (Long.compareUnsigned(distance, shortest) < 0) {
						shortest = distance;
						closest = member;
					}
				}
			}
			assertThat(owners.get(i)).as("%s, %d members, key %s", sample, members, key).isEqualTo(closest);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aLeaveMovesOnlyTheKeysOfTheOneThatLeft(long seed) {
		Sample sample = Sample.of(seed, 20, 10_000);
		for (String gone : sample.members()) {
			assertThat(sample.moves(new MultiProbe(sample.members(), sample.hash()),
					new MultiProbe(sample.membersWithout(gone), sample.hash())))
				.as("%s without %s", sample, gone)
				.hasSizeBetween(1, 650)
				.allMatch((move) -> move.from().equals(gone));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aJoinMovesKeysOnlyToTheOneThatJoined(long seed) {
		Sample sample = Sample.of(seed, 19, 50_000);
		for (String joined : new String[] { "a first one", "member0009a", "the last one" }) {
			assertThat(sample.moves(new MultiProbe(sample.members(), sample.hash()),
					new MultiProbe(sample.membersAnd(joined), sample.hash())))
				.as("%s and %s", sample, joined)
				.hasSizeBetween(1, 2875)
				.allMatch((move) -> move.to().equals(joined));
		}
	}

	private static long hash(Sample sample, String id) {
		return sample.hash().applyAsLong(id.getBytes(StandardCharsets.UTF_8));
	}

}
