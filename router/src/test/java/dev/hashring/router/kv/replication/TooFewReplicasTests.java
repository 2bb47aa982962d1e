package dev.hashring.router.kv.replication;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.hashring.protocol.RingShape;
import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.kv.replication.TooFewReplicasException.Away;
import dev.hashring.router.ring.FailOver;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.Snapshot;
import dev.hashring.router.ring.Timing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TooFewReplicasTests {

	private static final List<Member> MEMBERS = IntStream.range(0, 5)
		.mapToObj((i) -> new Member("node" + i, URI.create("http://node" + i + ":5000"), 1, i * 10L))
		.toList();

	private static final Replicas REPLICAS = new Replicas(
			RingState
				.of(Snapshot.first(new RingSettings(RingShape.DEFAULT, FailOver.DEFAULT, Timing.DEFAULT, 3), MEMBERS)),
			"key", MEMBERS.subList(0, 3), MEMBERS.subList(0, 3));

	@Test
	void onlyReplicasOfTheKeyCount() {
		Result<Boolean> result = result(Set.of(0, 3, 4), Kind.UNREACHABLE, 1);
		TooFewReplicasException problem = TooFewReplicasException.reading(REPLICAS, result);
		assertThat(problem.needed()).isEqualTo(2);
		assertThat(problem.answered()).isEqualTo(1);
		assertThat(problem.away()).containsExactly(new Away("node1", "refused the connection"),
				new Away("node2", "gave no answer in time"));
	}

	@Test
	void whoHasTheEntryIsNotAway() {
		Result<Boolean> result = result(Set.of(), Kind.SILENT, 1, 2);
		TooFewReplicasException problem = TooFewReplicasException.reading(REPLICAS, Set.of(MEMBERS.get(0)), result);
		assertThat(problem.answered()).isEqualTo(1);
		assertThat(problem.away()).extracting(Away::member).containsExactly("node1", "node2");
	}

	@ParameterizedTest
	@CsvSource({ "UNREACHABLE, false", "SILENT, true", "REFUSED, true" })
	void aWriteThatReachedNobodySurelyDidNotHappen(Kind kind, boolean mayHaveHappened) {
		Result<Boolean> result = result(Set.of(), kind, 0, 1, 2);
		assertThat(TooFewReplicasException.writing(REPLICAS, result).mayHaveHappened()).contains(mayHaveHappened);
	}

	@Test
	void aWriteThatOneReplicaStoredMayHaveHappened() {
		Result<Boolean> result = result(Set.of(0), Kind.UNREACHABLE, 1, 2);
		assertThat(TooFewReplicasException.writing(REPLICAS, result).mayHaveHappened()).contains(true);
		assertThat(TooFewReplicasException.beforeWriting(REPLICAS, result).mayHaveHappened()).contains(false);
	}

	@Test
	void aReplicaThatHasNotAnsweredMayHaveStoredIt() {
		Result<Boolean> result = result(Set.of(), Kind.UNREACHABLE, 1, 2);
		assertThat(TooFewReplicasException.writing(REPLICAS, result).mayHaveHappened()).contains(true);
	}

	private static Result<Boolean> result(Set<Integer> answered, Kind kind, int... failed) {
		Map<Member, Boolean> answers = new LinkedHashMap<>();
		answered.forEach((i) -> answers.put(MEMBERS.get(i), true));
		Map<Member, NoAnswerException> failures = new LinkedHashMap<>();
		IntStream.of(failed)
			.forEach((i) -> failures.put(MEMBERS.get(i), new NoAnswerException(kind, "refused the connection")));
		return new Result<>(answers, failures);
	}

}
