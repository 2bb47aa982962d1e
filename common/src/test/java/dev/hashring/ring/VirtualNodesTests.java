package dev.hashring.ring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.hashring.hash.NamedHash;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class VirtualNodesTests {

	private static final NamedHash HASH = NamedHash.MD5;

	/** A refactoring must not move keys. */
	@ParameterizedTest
	@CsvSource({ "Alice, 558577680, node2, 575155474", "Bob, 3214761019, node3, 3225188280",
			"'', 3975692926, node2, 3995586213" })
	void keysAndPointsStayWhereTheyAre(String key, long position, String owner, long point) {
		HashRing ring = HashRing.virtualNodes(HashRing.MAX_SIZE, HASH, 160,
				Map.of("node1", 1.0, "node2", 1.0, "node3", 1.0));
		Explanation why = ring.explain(key);
		assertThat(why.position()).isEqualTo(position);
		assertThat(why.candidates().get(0)).isEqualTo(new Point(point, owner));
	}

	@Test
	void anExplanationCanBeRead() {
		assertThat(HashRing.virtualNodes(HashRing.MAX_SIZE, HASH, 1, Map.of("node1", 1.0)).explain("Alice"))
			.hasToString(
					"Explanation[key=Alice, bytes=416c696365, digest=64489c85dc2fe0787b85cd87214b3810, position=558577680, candidates=[Point[position=359517729, member=node1]]]");
	}

	@Test
	void theIthPointIsTheHashOfIdAndNumber() {
		HashRing ring = HashRing.virtualNodes(HashRing.MAX_SIZE, HASH, 3, Map.of("node1", 1.0));
		assertThat(ring.points()).extracting(Point::position)
			.containsExactlyInAnyOrder(ring.position("node1#0"), ring.position("node1#1"), ring.position("node1#2"));
	}

	@ParameterizedTest
	@CsvSource({ "1, 160", "0.5, 80", "2.25, 360", "0.001, 1" })
	void aMemberHasAsManyPointsAsItsWeightSays(double weight, int points) {
		HashRing ring = HashRing.virtualNodes(HashRing.MAX_SIZE, HASH, 160, Map.of("a", weight, "b", 1.0));
		assertThat(ring.points()).filteredOn((point) -> point.member().equals("a")).hasSize(points);
	}

	@Test
	void theOrderOfMembersDoesNotMatter() {
		Map<String, Double> forwards = new LinkedHashMap<>();
		Map<String, Double> backwards = new LinkedHashMap<>();
		for (int i = 0; i < 50; i++) {
			forwards.put("m" + i, 1.0);
			backwards.put("m" + (49 - i), 1.0);
		}
		HashRing ring = HashRing.virtualNodes(360, HASH, 20, forwards);
		assertThat(HashRing.virtualNodes(360, HASH, 20, backwards)).isEqualTo(ring).hasSameHashCodeAs(ring);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122 })
	void arcsSharesOwnersAndPreferenceListsAgreeWithBruteForce(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 100; round++) {
			long size = 1 + random.nextInt(400);
			Map<String, Double> weights = randomMembers(random);
			HashRing ring = HashRing.virtualNodes(size, HASH, 1 + random.nextInt(30), weights);
			String as = "seed %d, round %d".formatted(seed, round);
			Map<String, Long> owned = new HashMap<>();
			for (long position = 0; position < size; position++) {
				List<String> walk = walk(ring, position);
				owned.merge(walk.get(0), 1L, Long::sum);
				assertThat(ring.owner(position)).as(as).isEqualTo(walk.get(0));
			}
			weights.keySet().forEach((id) -> assertThat(ring.owned(id)).as(as).isEqualTo(owned.getOrDefault(id, 0L)));
			assertThat(ring.arcs().stream().mapToLong((arc) -> ring.length(arc.from(), arc.to())).sum()).as(as)
				.isEqualTo(size);
			ring.arcs().forEach((arc) -> assertThat(ring.owner(arc.to())).as(as).isEqualTo(arc.owner()));
			assertThat(ring.preferenceList("key", 3)).as(as)
				.isEqualTo(walk(ring, ring.position("key")).subList(0, Math.min(3, weights.size())));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122 })
	void aJoinLeaveOrWeightMovesKeysToOrFromThatMemberAlone(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 100; round++) {
			long size = 1 + random.nextInt(400); // crowded: many points share a position
			int virtualNodes = 1 + random.nextInt(30);
			Map<String, Double> before = randomMembers(random);
			Map<String, Double> after = new TreeMap<>(before);
			String changed = "m" + random.nextInt(before.size() + 1);
			if (after.size() > 1 && random.nextBoolean()) {
				after.remove(changed);
			}
			else {
				after.put(changed, 0.1 + 3 * random.nextDouble());
			}
			HashRing ring = HashRing.virtualNodes(size, HASH, virtualNodes, before);
			RingChange change = ring.changeTo(HashRing.virtualNodes(size, HASH, virtualNodes, after));
			assertThat(change.arcs()).as("seed %d, round %d", seed, round)
				.allMatch((arc) -> arc.before().equals(changed) || arc.after().equals(changed));
		}
	}

	/**
	 * Karger's bound as a figure: what {@code n} random points a member leave of
	 * fairness.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 16, 100, 160, 1000 })
	void sharesDifferAsMuchAsTheoryHasIt(int virtualNodes) {
		int members = 10;
		int rings = 200;
		Random random = new Random(virtualNodes);
		double sumOfSquares = 0;
		for (int i = 0; i < rings; i++) {
			HashRing ring = HashRing.virtualNodes(HashRing.MAX_SIZE, NamedHash.XXH3, virtualNodes,
					randomIds(random, members));
			for (String member : ring.members()) {
				sumOfSquares += Math.pow(ring.share(member) * members - 1, 2);
			}
		}
		double measured = Math.sqrt(sumOfSquares / (rings * members));
		double expected = Math.sqrt((members - 1.0) / (members * virtualNodes + 1.0));
		assertThat(measured).isCloseTo(expected, Percentage.withPercentage(10));
	}

	@Test
	void aFourthMemberTakesAQuarterAndNothingMovesBetweenTheOthers() {
		Random random = new Random(20261122);
		double sum = 0;
		for (int i = 0; i < 100; i++) {
			Map<String, Double> members = randomIds(random, 3);
			HashRing before = HashRing.virtualNodes(HashRing.MAX_SIZE, HASH, 150, members);
			members.put("fourth" + i, 1.0);
			RingChange change = before.changeTo(HashRing.virtualNodes(HashRing.MAX_SIZE, HASH, 150, members));
			assertThat(change.arcs()).extracting(MovedArc::after).containsOnly("fourth" + i);
			sum += change.movedShare();
		}
		assertThat(sum / 100).isCloseTo(0.25, Offset.offset(0.02));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, Double.POSITIVE_INFINITY })
	void aWeightIsAPositiveNumber(double weight) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HashRing.virtualNodes(360, HASH, 160, Map.of("a", weight)))
			.withMessage("The weight of a member is a positive number, but that of a is %s.", weight);
	}

	@Test
	void thereIsAtLeastOneVirtualNode() {
		assertThatIllegalArgumentException().isThrownBy(() -> HashRing.virtualNodes(360, HASH, 0, Map.of()))
			.withMessage("A member has at least 1 virtual node, not 0.");
	}

	private static Map<String, Double> randomMembers(Random random) {
		Map<String, Double> members = new TreeMap<>();
		int count = 1 + random.nextInt(8);
		for (int i = 0; i < count; i++) {
			members.put("m" + i, 0.1 + 3 * random.nextDouble());
		}
		return members;
	}

	private static Map<String, Double> randomIds(Random random, int count) {
		Map<String, Double> members = new TreeMap<>();
		while (members.size() < count) {
			members.put(Long.toHexString(random.nextLong()), 1.0);
		}
		return members;
	}

	/**
	 * The members met from a position on, step by step; at one position the lowest id
	 * first.
	 */
	private static List<String> walk(HashRing ring, long position) {
		Map<Long, List<String>> standing = new HashMap<>();
		ring.points()
			.forEach((point) -> standing.computeIfAbsent(point.position(), (key) -> new ArrayList<>())
				.add(point.member()));
		List<String> met = new ArrayList<>();
		for (long step = 0; step < ring.size(); step++) {
			standing.getOrDefault((position + step) % ring.size(), List.of())
				.stream()
				.sorted()
				.filter((member) -> !met.contains(member))
				.forEach(met::add);
		}
		return met;
	}

}
