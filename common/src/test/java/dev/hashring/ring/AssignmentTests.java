package dev.hashring.ring;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

import dev.hashring.hash.NamedHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AssignmentTests {

	private final HashRing ring = fixed(Map.of("node1", 100L, "node2", 200L, "node3", 300L));

	@Test
	void aPositionIsKeptByTheFirstMembersOfItsPreferenceList() {
		assertThat(Assignment.of(this.ring, 2).arcs()).containsExactly(
				new ReplicaArc(300, 100, List.of("node1", "node2")),
				new ReplicaArc(100, 200, List.of("node2", "node3")),
				new ReplicaArc(200, 300, List.of("node3", "node1")));
	}

	@Test
	void aJoinChangesOnlyTheArcsThatTheNewMemberKeeps() {
		HashRing after = fixed(Map.of("node1", 100L, "node2", 200L, "node3", 300L, "node4", 350L));
		assertThat(Assignment.difference(Assignment.of(this.ring, 2), Assignment.of(after, 2))).containsExactly(
				new MovedReplicas(200, 300, List.of("node3", "node1"), List.of("node3", "node4")),
				new MovedReplicas(300, 350, List.of("node1", "node2"), List.of("node4", "node1")));
	}

	@Test
	void oneMoreReplicaIsADifferenceOfTheWholeRing() {
		HashRing alone = fixed(Map.of("a", 7L, "b", 9L));
		assertThat(Assignment.difference(Assignment.of(alone, 1), Assignment.of(alone, 2))).containsExactly(
				new MovedReplicas(9, 7, List.of("a"), List.of("a", "b")),
				new MovedReplicas(7, 9, List.of("b"), List.of("b", "a")));
	}

	@Test
	void theSameMembersInAnotherOrderKeepTheSame() {
		Assignment before = Assignment.of(fixed(Map.of("a", 7L, "b", 9L)), 2);
		assertThat(Assignment.difference(before, Assignment.of(fixed(Map.of("a", 9L, "b", 200L)), 2))).isEmpty();
	}

	@Test
	void everythingMovesToTheFirstMember() {
		Assignment empty = Assignment.of(fixed(Map.of()), 3);
		assertThat(empty.members(0)).isEmpty();
		assertThat(Assignment.difference(empty, empty)).isEmpty();
		assertThat(Assignment.difference(empty, Assignment.of(fixed(Map.of("a", 7L)), 3)))
			.containsExactly(new MovedReplicas(7, 7, List.of(), List.of("a")));
	}

	@Test
	void whatNoAssignmentHasIsRefused() {
		Assignment assignment = Assignment.of(this.ring, 1);
		assertThatIllegalArgumentException().isThrownBy(() -> Assignment.of(this.ring, 0))
			.withMessage("Each position needs at least 1 replica, not 0.");
		assertThatIllegalArgumentException().isThrownBy(() -> assignment.members(360))
			.withMessage("Position 360 is not on a ring of 360 positions.");
		HashRing other = HashRing.fixed(361, NamedHash.MD5, Map.of("a", 1L));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Assignment.difference(assignment, Assignment.of(other, 1)))
			.withMessage("Keys lie at other positions on a ring of another size or hash function.");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 20261122 })
	void assignmentsAgreeWithThePreferenceListOfEveryPosition(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 200; round++) {
			int size = 1 + random.nextInt(60);
			HashRing ring = RingChangeTests.randomRing(random, size);
			int replicas = 1 + random.nextInt(4);
			Assignment assignment = Assignment.of(ring, replicas);
			List<ReplicaArc> arcs = assignment.arcs();
			String as = "seed %d, round %d".formatted(seed, round);
			for (int position = 0; position < size; position++) {
				assertThat(assignment.members(position)).as(as).isEqualTo(ring.preferenceList(position, replicas));
			}
			assertThat(arcs.stream().flatMapToLong((arc) -> positions(ring, arc.from(), arc.to()))).as(as)
				.hasSize(size)
				.doesNotHaveDuplicates();
			arcs.forEach((arc) -> positions(ring, arc.from(), arc.to())
				.forEach((position) -> assertThat(assignment.members(position)).as(as).isEqualTo(arc.members())));
			for (int i = 0; i < arcs.size() && arcs.size() > 1; i++) {
				assertThat(arcs.get(i).members()).as(as).isNotEqualTo(arcs.get((i + 1) % arcs.size()).members());
			}
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 20261122 })
	void differencesAgreeWithAskingForEveryPosition(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 200; round++) {
			int size = 1 + random.nextInt(60);
			HashRing ring = RingChangeTests.randomRing(random, size);
			Assignment before = Assignment.of(ring, 1 + random.nextInt(4));
			Assignment after = Assignment.of(RingChangeTests.randomRing(random, size), 1 + random.nextInt(4));
			Map<Long, List<List<String>>> expected = new TreeMap<>();
			for (long position = 0; position < size; position++) {
				List<String> was = before.members(position);
				List<String> is = after.members(position);
				if (!new HashSet<>(was).equals(new HashSet<>(is))) {
					expected.put(position, List.of(was, is));
				}
			}
			Map<Long, List<List<String>>> found = new TreeMap<>();
			List<MovedReplicas> moved = Assignment.difference(before, after);
			moved.forEach((arc) -> positions(ring, arc.from(), arc.to())
				.forEach((position) -> assertThat(found.put(position, List.of(arc.before(), arc.after()))).isNull()));
			assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(expected);
			for (int i = 0; i < moved.size() && moved.size() > 1; i++) {
				MovedReplicas next = moved.get((i + 1) % moved.size());
				MovedReplicas joined = new MovedReplicas(next.from(), next.to(), moved.get(i).before(),
						moved.get(i).after());
				assertThat(moved.get(i).to() == next.from() && joined.equals(next)).isFalse();
			}
		}
	}

	private static LongStream positions(HashRing ring, long from, long to) {
		return LongStream.rangeClosed(1, ring.length(from, to)).map((step) -> (from + step) % ring.size());
	}

	private static HashRing fixed(Map<String, Long> positions) {
		return HashRing.fixed(360, NamedHash.MD5, positions);
	}

}
