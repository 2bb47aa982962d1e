package dev.hashring.router.store;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.hashring.protocol.PositionRange;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.Snapshot;
import dev.hashring.router.nodes.Deadline;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTests {

	private static final List<Member> MEMBERS = IntStream.range(0, 5)
		.mapToObj((i) -> new Member("node" + i, URI.create("http://node" + i + ":5000"), 1, i * 50L))
		.toList();

	private static final RingState STATE = RingState
		.of(new Snapshot(1, new Binder(new MapConfigurationPropertySource(Map.of("ring.replicas", 5)))
			.bindOrCreate("ring", RingSettings.class), MEMBERS, List.of()));

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void whoeverGivesAnotherNumberOfDigestsHasNotAnswered(int more) {
		Member wrong = MEMBERS.get(2);
		StoreClient stores = new StoreClient(null, null, null) {

			@Override
			List<String> digests(RingState state, Member member, List<PositionRange> ranges, Deadline deadline) {
				return Collections.nCopies(ranges.size() + (member.equals(wrong) ? more : 0), "0123456789abcdef");
			}

		};
		assertThat(new Comparison(STATE, MEMBERS, MEMBERS, stores, null).run()).containsExactlyInAnyOrderElementsOf(
				MEMBERS.stream().filter((member) -> more == 0 || !member.equals(wrong)).toList());
	}

}
