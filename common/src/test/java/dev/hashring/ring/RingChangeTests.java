package dev.hashring.ring;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.hashring.hash.NamedHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RingChangeTests {

	private final HashRing ring = fixed(Map.of("node1", 100L, "node2", 200L, "node3", 300L));

	@Test
	void whatALeaveMovesGoesToTheNextMemberInOneArc() {
		RingChange change = this.ring.changeTo(fixed(Map.of("node2", 200L, "node3", 300L)));
		assertThat(change.arcs()).containsExactly(new MovedArc(300, 100, "node1", "node2"));
		assertThat(change.movedShare()).isEqualTo(160 / 360.0);
	}

	@Test
	void whatAJoinMovesComesFromTheNextMember() {
		RingChange change = this.ring
			.changeTo(fixed(Map.of("node1", 100L, "node2", 200L, "node3", 300L, "node4", 350L)));
		assertThat(change.arcs()).containsExactly(new MovedArc(300, 350, "node1", "node4"));
	}

	@Test
	void theWholeRingMovesWhenItsOnlyMemberIsReplaced() {
		RingChange change = fixed(Map.of("a", 7L)).changeTo(fixed(Map.of("b", 7L)));
		assertThat(change.arcs()).containsExactly(new MovedArc(7, 7, "a", "b"));
		assertThat(change.movedShare()).isEqualTo(1);
	}

	@Test
	void nothingMovesToOrFromAnEmptyRing() {
		assertThat(this.ring.changeTo(fixed(Map.of()))).isEqualTo(fixed(Map.of()).changeTo(this.ring))
			.isEqualTo(this.ring.changeTo(this.ring));
	}

	@Test
	void ringsOnWhichKeysLieElsewhereAreNotCompared() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.ring.changeTo(HashRing.fixed(361, NamedHash.MD5, Map.of("a", 1L))))
			.withMessage("Keys lie at other positions on a ring of another size or hash function.");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 20261122 })
	void changesAgreeWithAskingForEveryPosition(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 200; round++) {
			int size = 1 + random.nextInt(60);
			HashRing before = randomRing(random, size);
			HashRing after = randomRing(random, size);
			String[] moves = new String[size];
			RingChange change = before.changeTo(after);
			for (MovedArc arc : change.arcs()) {
				for (long step = 1; step <= before.length(arc.from(), arc.to()); step++) {
					moves[(int) ((arc.from() + step) % size)] = arc.before() + " to " + arc.after();
				}
			}
			int moved = 0;
			for (int position = 0; position < size; position++) {
				String was = before.owner(position);
				String is = after.owner(position);
				moved += was.equals(is) ? 0 : 1;
				assertThat(moves[position]).as("seed %d, round %d, position %d", seed, round, position)
					.isEqualTo(was.equals(is) ? null : was + " to " + is);
			}
			assertThat(change.movedShare()).isEqualTo((double) moved / size);
		}
	}

	static HashRing randomRing(Random random, int size) {
		Map<String, Double> weights = new TreeMap<>();
		Map<String, Long> positions = new TreeMap<>();
		for (int i = 0; i < 1 + random.nextInt(6); i++) {
			weights.put("m" + i, 0.5 + random.nextDouble());
		}
		random.longs(0, size)
			.distinct()
			.limit(Math.min(size, weights.size()))
			.forEach((position) -> positions.put("m" + positions.size(), position));
		return random.nextBoolean() ? HashRing.fixed(size, NamedHash.MD5, positions)
				: HashRing.virtualNodes(size, NamedHash.MD5, 5, weights);
	}

	private static HashRing fixed(Map<String, Long> positions) {
		return HashRing.fixed(360, NamedHash.MD5, positions);
	}

}
