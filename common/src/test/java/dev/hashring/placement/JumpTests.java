package dev.hashring.placement;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.google.common.hash.Hashing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class JumpTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 10, 100, 1000 })
	void bucketsAreThoseOfGuava(int buckets) {
		Sample sample = Sample.of(buckets, buckets, 10_000);
		List<String> owners = new Jump(sample.members(), sample.hash()).place(sample.keys());
		for (int i = 0; i < owners.size(); i++) {
			String key = sample.keys().get(i);
			long hash = sample.hash().applyAsLong(key.getBytes(StandardCharsets.UTF_8));
			assertThat(owners.get(i)).as("%s, key %s", sample, key)
				.isEqualTo(sample.members().get(Hashing.consistentHash(hash, buckets)));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE })
	void extremeHashesHaveTheBucketsOfGuavaToo(long hash) {
		List<String> members = Sample.of(1, 1000, 0).members();
		assertThat(new Jump(members, (bytes) -> hash).place(List.of("key")))
			.containsExactly(members.get(Hashing.consistentHash(hash, 1000)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void sharesAreEven(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		assertThat(sample.loads(new Jump(sample.members(), sample.hash()))).as("%s", sample)
			.allSatisfy((load) -> assertThat(load / sample.mean()).isCloseTo(1, within(0.06)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aJoinAtTheEndMovesKeysOnlyToTheOneThatJoined(long seed) {
		Sample sample = Sample.of(seed, 19, 100_000);
		assertThat(leaveOrJoin(sample, sample.membersAnd("the last one"))).as("%s", sample)
			.hasSizeBetween(4700, 5300)
			.allMatch((move) -> move.to().equals("the last one"));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aLeaveAtTheEndMovesOnlyTheKeysOfTheOneThatLeft(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		assertThat(leaveOrJoin(sample, sample.membersWithout("member0019"))).as("%s", sample)
			.hasSizeBetween(4700, 5300)
			.allMatch((move) -> move.from().equals("member0019"));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aLeaveInTheMiddleMovesHalfTheKeysAndOneAtTheStartNearlyAll(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		assertThat(leaveOrJoin(sample, sample.membersWithout("member0010"))).as("%s", sample)
			.hasSizeBetween(49_000, 51_000);
		assertThat(leaveOrJoin(sample, sample.membersWithout("member0000"))).as("%s", sample)
			.hasSizeGreaterThan(99_000);
	}

	private static List<Sample.Move> leaveOrJoin(Sample sample, List<String> members) {
		return sample.moves(new Jump(sample.members(), sample.hash()), new Jump(members, sample.hash()));
	}

}
