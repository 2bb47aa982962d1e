package dev.hashring.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What all placements promise.
 */
class KeyPlacementTests {

	private final Sample sample = Sample.of(20261122, 20, 10_000);

	@ParameterizedTest
	@EnumSource
	void theOrderOfTheMembersDoesNotMatter(Algorithm algorithm) {
		List<String> owners = algorithm.over(this.sample.members(), this.sample.hash()).place(this.sample.keys());
		Random random = new Random(this.sample.seed());
		for (int round = 0; round < 5; round++) {
			List<String> shuffled = new ArrayList<>(this.sample.members());
			Collections.shuffle(shuffled, random);
			assertThat(algorithm.over(shuffled, this.sample.hash()).place(this.sample.keys()))
				.as("%s, members %s", this.sample, shuffled)
				.isEqualTo(owners);
		}
	}

	@ParameterizedTest
	@EnumSource
	void placingTheSameKeysAgainGivesTheSameOwners(Algorithm algorithm) {
		KeyPlacement placement = algorithm.over(this.sample.members(), this.sample.hash());
		List<String> owners = placement.place(this.sample.keys());
		assertThat(owners).hasSameSizeAs(this.sample.keys());
		assertThat(placement.place(this.sample.keys())).as("%s", this.sample).isEqualTo(owners);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOUNDED_LOADS")
	void anOwnerDoesNotDependOnTheOtherKeys(Algorithm algorithm) {
		KeyPlacement placement = algorithm.over(this.sample.members(), this.sample.hash());
		List<String> owners = placement.place(this.sample.keys());
		for (int i = 0; i < 100; i++) {
			String key = this.sample.keys().get(i);
			assertThat(placement.place(List.of(key))).as("%s, key %s", this.sample, key).containsExactly(owners.get(i));
		}
	}

	@ParameterizedTest
	@EnumSource
	void theOnlyMemberOwnsEverything(Algorithm algorithm) {
		assertThat(algorithm.over(List.of("alone"), this.sample.hash()).place(this.sample.keys()))
			.hasSameSizeAs(this.sample.keys())
			.containsOnly("alone");
	}

	@ParameterizedTest
	@EnumSource
	void aMemberNamedTwiceCountsOnce(Algorithm algorithm) {
		KeyPlacement once = algorithm.over(List.of("a", "b", "c"), this.sample.hash());
		KeyPlacement twice = algorithm.over(List.of("a", "b", "b", "c"), this.sample.hash());
		assertThat(this.sample.moves(once, twice)).as("%s", this.sample).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void keysHaveOwnersEvenIfAllHashesAreEqual(Algorithm algorithm) {
		for (long hash : new long[] { 0, -1, Long.MIN_VALUE, Long.MAX_VALUE }) {
			assertThat(algorithm.over(this.sample.members(), (bytes) -> hash).place(this.sample.keys()))
				.as("hash %d", hash)
				.hasSameSizeAs(this.sample.keys())
				.isSubsetOf(this.sample.members());
		}
	}

	@ParameterizedTest
	@EnumSource
	void noKeysHaveNoOwners(Algorithm algorithm) {
		assertThat(algorithm.over(this.sample.members(), this.sample.hash()).place(List.of())).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void noMembersAreRefused(Algorithm algorithm) {
		assertThatIllegalArgumentException().isThrownBy(() -> algorithm.over(List.of(), this.sample.hash()))
			.withMessage("There are no members to place keys on.");
	}

	@Test
	void numbersAreMixedAsSplitMix64Does() {
		SplittableRandom expected = new SplittableRandom(this.sample.seed());
		for (int i = 0; i < 100; i++) {
			assertThat(HashedPlacement.mix(this.sample.seed(), i)).isEqualTo(expected.nextLong());
		}
	}

	enum Algorithm {

		MODULO(Modulo::new),

		RENDEZVOUS((members,
				hash) -> new Rendezvous(members.stream()
					.distinct()
					.collect(Collectors.toMap((id) -> id, (id) -> (double) id.charAt(id.length() - 1))), hash)),

		JUMP(Jump::new),

		MAGLEV(Maglev::new),

		MULTI_PROBE(MultiProbe::new),

		BOUNDED_LOADS((members, hash) -> new BoundedLoads(members, 1.05, hash));

		private final BiFunction<Collection<String>, ToLongFunction<byte[]>, KeyPlacement> constructor;

		Algorithm(BiFunction<Collection<String>, ToLongFunction<byte[]>, KeyPlacement> constructor) {
			this.constructor = constructor;
		}

		KeyPlacement over(Collection<String> members, ToLongFunction<byte[]> hash) {
			return this.constructor.apply(members, hash);
		}

	}

}
