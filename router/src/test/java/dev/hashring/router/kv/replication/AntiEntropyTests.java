package dev.hashring.router.kv.replication;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.RingShape;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.FailOver;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.Snapshot;
import dev.hashring.router.ring.Timing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;

import static org.assertj.core.api.Assertions.assertThat;

class AntiEntropyTests {

	private static final List<Member> MEMBERS = IntStream.range(0, 5)
		.mapToObj((i) -> new Member("node" + i, URI.create("http://node" + i + ":5000"), 1, i * 50L))
		.toList();

	private static final RingState STATE = RingState
		.of(Snapshot.first(new RingSettings(RingShape.DEFAULT, FailOver.DEFAULT, Timing.DEFAULT, 5), MEMBERS));

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void whoeverGivesAnotherNumberOfDigestsHasNotAnswered(int more) {
		Member wrong = MEMBERS.get(2);
		HttpStores stores = new HttpStores(null) {

			@Override
			public List<String> digests(RingState state, Member member, List<PositionRange> ranges, Deadline deadline) {
				return Collections.nCopies(ranges.size() + (member.equals(wrong) ? more : 0), "0123456789abcdef");
			}

		};
		RealMachine machine = new RealMachine(new SimpleAsyncTaskExecutorBuilder());
		AntiEntropy antiEntropy = new AntiEntropy(stores, null, machine);
		assertThat(antiEntropy.run(STATE, MEMBERS, List.of())).containsExactlyInAnyOrderElementsOf(
				MEMBERS.stream().filter((member) -> more == 0 || !member.equals(wrong)).toList());
		machine.close();
	}

}
