package dev.hashring.router.kv.replication;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import dev.hashring.hash.NamedHash;
import dev.hashring.protocol.PlacementMode;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.RingShape;
import dev.hashring.router.ring.FailOver;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.Snapshot;
import dev.hashring.router.ring.Timing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RangesTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void eachPositionIsInOneRangeWithItsReplicas(int seed) {
		SplittableRandom random = new SplittableRandom(seed);
		int size = random.nextInt(5, 3000);
		int count = random.nextInt(1, 6);
		List<Member> members = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			members.add(new Member("node" + i, URI.create("http://node" + i + ":5000"), 1, null));
		}
		RingState state = RingState.of(Snapshot.first(settings(size), members));
		Map<PositionRange, List<Member>> ranges = Ranges.of(state.now());
		for (long position = 0; position < size; position++) {
			long at = position;
			List<PositionRange> found = ranges.keySet()
				.stream()
				.filter((range) -> range.from() <= at && at <= range.to())
				.toList();
			assertThat(found).as("seed %d, position %d of %d", seed, position, size).hasSize(1);
			assertThat(ranges.get(found.get(0))).isEqualTo(state.now().replicas(position));
		}
		assertThat(ranges.keySet()).allMatch((range) -> range.to() - range.from() < Math.max(1, size / 256));
	}

	private static RingSettings settings(int size) {
		return new RingSettings(new RingShape(PlacementMode.VIRTUAL_NODES, size, NamedHash.MD5, 10), FailOver.DEFAULT,
				Timing.DEFAULT, 3);
	}

}
