package dev.hashring.placement;

import java.nio.charset.StandardCharsets;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MaglevTests {

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 20, 100, 1000 })
	void noTwoMembersDifferByMoreThanOneSlot(int members) {
		Sample sample = Sample.of(members, members, 0);
		// One key for each of the 65537 slots: it is its own hash.
		Maglev placement = new Maglev(sample.members(), (bytes) -> {
			String id = new String(bytes, StandardCharsets.UTF_8);
			return id.startsWith("member") ? sample.hash().applyAsLong(bytes) : Long.parseLong(id);
		});
		Map<String, Long> slots = placement.place(IntStream.range(0, 65537).mapToObj(Integer::toString).toList())
			.stream()
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		LongSummaryStatistics counts = slots.values().stream().mapToLong(Long::longValue).summaryStatistics();
		assertThat(counts.getMin()).as("%s", sample).isEqualTo(65537 / members);
		assertThat(counts.getMax()).as("%s", sample).isEqualTo(65537 / members + 1);
		assertThat(slots).hasSize(members);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void sharesAreEven(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		assertThat(sample.loads(new Maglev(sample.members(), sample.hash()))).as("%s", sample)
			.allSatisfy((load) -> assertThat(load / sample.mean()).isCloseTo(1, within(0.06)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aLeaveMovesTheKeysOfTheOneThatLeftAndFewOthers(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		for (String gone : sample.members()) {
			Map<Boolean, Long> moves = sample
				.moves(new Maglev(sample.members(), sample.hash()),
						new Maglev(sample.membersWithout(gone), sample.hash()))
				.stream()
				.collect(Collectors.partitioningBy((move) -> move.from().equals(gone), Collectors.counting()));
			assertThat(moves.get(true)).as("%s without %s", sample, gone).isBetween(4700L, 5300L);
			assertThat(moves.get(false)).as("%s without %s", sample, gone).isBetween(1L, 1000L);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aJoinMovesAFairShareToTheOneThatJoinedAndFewOthers(long seed) {
		Sample sample = Sample.of(seed, 19, 100_000);
		for (String joined : new String[] { "a first one", "member0009a", "the last one" }) {
			Map<Boolean, Long> moves = sample
				.moves(new Maglev(sample.members(), sample.hash()),
						new Maglev(sample.membersAnd(joined), sample.hash()))
				.stream()
				.collect(Collectors.partitioningBy((move) -> move.to().equals(joined), Collectors.counting()));
			assertThat(moves.get(true)).as("%s and %s", sample, joined).isBetween(4700L, 5300L);
			assertThat(moves.get(false)).as("%s and %s", sample, joined).isBetween(1L, 1000L);
		}
	}

}
