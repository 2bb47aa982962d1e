package dev.hashring.ring;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Keys are numbers here and lie at the position that they name.
 */
class HashRingTests {

	private static final HashFunction KEY_IS_POSITION = new HashFunction() {

		@Override
		public byte[] digest(byte[] bytes) {
			return bytes;
		}

		@Override
		public long position(byte[] digest, long size) {
			return Long.parseLong(new String(digest, StandardCharsets.UTF_8)) % size;
		}

	};

	private final HashRing ring = HashRing.fixed(360, KEY_IS_POSITION,
			Map.of("node1", 100L, "node2", 200L, "node3", 300L));

	@ParameterizedTest
	@CsvSource({ "0, node1", "99, node1", "100, node1", "101, node2", "200, node2", "201, node3", "300, node3",
			"301, node1", "359, node1", "360, node1" })
	void aKeyBelongsToTheFirstMemberAtOrAfterItClockwise(String key, String owner) {
		assertThat(this.ring.owner(key)).isEqualTo(owner);
	}

	@Test
	void theOnlyMemberOwnsEverything() {
		HashRing alone = HashRing.fixed(10, KEY_IS_POSITION, Map.of("node1", 5L));
		for (long position = 0; position < 10; position++) {
			assertThat(alone.owner(position)).isEqualTo("node1");
		}
	}

	@Test
	void pointsComeInTheOrderOfTheirPositions() {
		assertThat(this.ring.points()).containsExactly(new Point(100, "node1"), new Point(200, "node2"),
				new Point(300, "node3"));
	}

	@Test
	void positionsReachToTheLargestSize() {
		HashRing largest = HashRing.fixed(HashRing.MAX_SIZE, KEY_IS_POSITION,
				Map.of("low", 1L, "high", HashRing.MAX_SIZE - 1));
		assertThat(largest.owner("4294967295")).isEqualTo("high");
		assertThat(largest.owner("4294967296")).isEqualTo("low");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122, 42 })
	void ownersAgreeWithWalkingTheRingStepByStep(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 50; round++) {
			int size = 1 + random.nextInt(40);
			Map<String, Long> positions = new TreeMap<>();
			random.ints(0, size)
				.distinct()
				.limit(1 + random.nextInt(size))
				.forEach((position) -> positions.put("m" + position, (long) position));
			HashRing ring = HashRing.fixed(size, KEY_IS_POSITION, positions);
			for (int position = 0; position < size; position++) {
				int step = position;
				while (!positions.containsKey("m" + step)) {
					step = (step + 1) % size;
				}
				assertThat(ring.owner(position)).as("seed %d, position %d of %s", seed, position, positions)
					.isEqualTo("m" + step);
			}
		}
	}

	@Test
	void twoMembersAtOnePositionAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HashRing.fixed(360, KEY_IS_POSITION, new TreeMap<>(Map.of("a", 7L, "b", 7L))))
			.withMessage("Members a and b are both at position 7.");
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 360 })
	void aPositionThatIsNotOnTheRingIsRefused(long position) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HashRing.fixed(360, KEY_IS_POSITION, Map.of("a", position)))
			.withMessage("Member a is at position %d, but this ring has positions 0 to 359.", position);
		assertThatIllegalArgumentException().isThrownBy(() -> this.ring.owner(position))
			.withMessage("Position %d is not on a ring of 360 positions.", position);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 0, HashRing.MAX_SIZE + 1 })
	void aSizeThatNoRingHasIsRefused(long size) {
		assertThatIllegalArgumentException().isThrownBy(() -> HashRing.fixed(size, KEY_IS_POSITION, Map.of()))
			.withMessage("A ring has from 1 to 4294967296 positions, not %d.", size);
	}

	@Test
	void anEmptyRingHasNoOwners() {
		HashRing empty = HashRing.fixed(360, KEY_IS_POSITION, Map.of());
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> empty.owner("1"))
			.withMessage("The ring has no members.");
	}

}
