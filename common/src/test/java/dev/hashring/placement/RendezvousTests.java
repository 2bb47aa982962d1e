package dev.hashring.placement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class RendezvousTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void sharesAreEvenWhereWeightsAre(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		assertThat(sample.loads(new Rendezvous(weights(sample.members(), 1), sample.hash()))).as("%s", sample)
			.allSatisfy((load) -> assertThat(load / sample.mean()).isCloseTo(1, within(0.06)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void sharesAreAsTheWeights(long seed) {
		Sample sample = Sample.of(seed, 5, 200_000);
		Map<String, Double> weights = Map.of("member0000", 0.5, "member0001", 1.0, "member0002", 1.5, "member0003", 2.0,
				"member0004", 15.0);
		Map<String, Long> loads = sample.loadsById(new Rendezvous(weights, sample.hash()));
		weights.forEach(
				(member, weight) -> assertThat(loads.getOrDefault(member, 0L) / 10_000.0).as("%s, %s", sample, member)
					.isCloseTo(weight, within(0.04 * weight)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void onlyTheProportionOfWeightsMatters(long seed) {
		Sample sample = Sample.of(seed, 20, 10_000);
		assertThat(sample.moves(new Rendezvous(weights(sample.members(), 1), sample.hash()),
				new Rendezvous(weights(sample.members(), 0x1p-20), sample.hash())))
			.as("%s", sample)
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aLeaveMovesOnlyTheKeysOfTheOneThatLeft(long seed) {
		Sample sample = Sample.of(seed, 20, 50_000);
		for (String gone : sample.members()) {
			assertThat(sample.moves(new Rendezvous(weights(sample.members(), 1), sample.hash()),
					new Rendezvous(weights(sample.membersWithout(gone), 1), sample.hash())))
				.as("%s without %s", sample, gone)
				.hasSizeBetween(2250, 2750)
				.allMatch((move) -> move.from().equals(gone));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aLeaveSpreadsKeysOverAllWhoStay(long seed) {
		Sample sample = Sample.of(seed, 20, 100_000);
		Map<String, Long> received = sample
			.moves(new Rendezvous(weights(sample.members(), 1), sample.hash()),
					new Rendezvous(weights(sample.membersWithout("member0007"), 1), sample.hash()))
			.stream()
			.collect(Collectors.groupingBy(Sample.Move::to, Collectors.counting()));
		assertThat(received).as("%s", sample).hasSize(19);
		assertThat(received.values()).as("%s", sample)
			.allSatisfy((keys) -> assertThat(keys).isBetween(5000L / 19 * 7 / 10, 5000L / 19 * 13 / 10));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aJoinMovesKeysOnlyToTheOneThatJoined(long seed) {
		Sample sample = Sample.of(seed, 19, 50_000);
		for (String joined : new String[] { "a first one", "member0009a", "the last one" }) {
			assertThat(sample.moves(new Rendezvous(weights(sample.members(), 1), sample.hash()),
					new Rendezvous(weights(sample.membersAnd(joined), 1), sample.hash())))
				.as("%s and %s", sample, joined)
				.hasSizeBetween(2250, 2750)
				.allMatch((move) -> move.to().equals(joined));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void aHigherWeightMovesKeysOnlyToItsMember(long seed) {
		Sample sample = Sample.of(seed, 20, 50_000);
		Map<String, Double> heavier = weights(sample.members(), 1);
		heavier.put("member0007", 3.0);
		// Its share grows from 1 in 20 to 3 in 22.
		assertThat(sample.moves(new Rendezvous(weights(sample.members(), 1), sample.hash()),
				new Rendezvous(heavier, sample.hash())))
			.as("%s", sample)
			.hasSizeBetween(4000, 4640)
			.allMatch((move) -> move.to().equals("member0007"));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, Double.POSITIVE_INFINITY })
	void aWeightThatIsNotPositiveAndFiniteIsRefused(double weight) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Rendezvous(Map.of("a", 1.0, "b", weight), (bytes) -> 0))
			.withMessage("The weight of member b is %s, but it has to be positive and finite.", weight);
	}

	private static Map<String, Double> weights(List<String> members, double weight) {
		return new HashMap<>(members.stream().collect(Collectors.toMap((member) -> member, (member) -> weight)));
	}

}
