package dev.hashring.router.kv.replication;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.kv.replication.Poll.Question;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PollTests {

	private static final Member A = member("a");

	private static final Member B = member("b");

	private static final Member C = member("c");

	private final RealMachine machine = new RealMachine(new SimpleAsyncTaskExecutorBuilder());

	private final CountDownLatch end = new CountDownLatch(1);

	private final CompletableFuture<Result<String>> done = new CompletableFuture<>();

	@AfterEach
	void close() {
		this.end.countDown();
		this.machine.close();
	}

	@Test
	void nobodyWaitsOnceTheRouterEnds() throws InterruptedException {
		Poll<String> poll = poll(2, List.of(A, B, C), List.of(), (member) -> answer(member, A, B, C));
		Thread waiting = new Thread(() -> poll.await(seconds(60)));
		waiting.start();
		await().until(() -> waiting.getState() == Thread.State.WAITING);
		this.machine.close();
		waiting.join(10_000);
		assertThat(waiting.isAlive()).isFalse();
		assertThat(poll.await(seconds(60)).answers()).isEmpty();
	}

	@Test
	void whoeverWaitsGoesOnWhenEnoughHaveAnswered() throws Exception {
		Result<String> result = poll(2, List.of(A, B, C), List.of(), (member) -> answer(member, C)).await(seconds(60));
		assertThat(result.answers()).containsOnly(Map.entry(A, "a"), Map.entry(B, "b"));
		assertThat(this.done).as("c may still answer").isNotDone();
		this.end.countDown();
		assertThat(this.done.get(60, TimeUnit.SECONDS).answers()).hasSize(3);
	}

	@Test
	void nobodyWaitsLongerThanTheDeadline() {
		// All three are needed, so the last of them is asked in this thread.
		Result<String> result = poll(3, List.of(B, C, A), List.of(), (member) -> answer(member, B, C))
			.await(Deadline.in(Duration.ofMillis(50)));
		assertThat(result.answers()).containsOnlyKeys(A);
		assertThat(result.failures()).isEmpty();
	}

	@Test
	void nobodyWaitsForAnAnswerThatCanNotCome() throws Exception {
		Result<String> result = poll(2, List.of(A, B, C), List.of(), (member) -> failure(member, A, B))
			.await(seconds(60));
		assertThat(result.answers()).containsOnlyKeys(C);
		assertThat(result.failures()).containsOnlyKeys(A, B);
		assertThat(this.done.get()).isEqualTo(result);
	}

	@Test
	void eachFailureTakesOneOfTheReserve() {
		Result<String> result = poll(2, List.of(A, B), List.of(C), (member) -> failure(member, A)).await(seconds(60));
		assertThat(result.answers()).containsOnlyKeys(B, C);
		assertThat(poll(2, List.of(A, B), List.of(C), (member) -> answer(member)).await(seconds(60)).answers())
			.containsOnlyKeys(A, B);
	}

	@Test
	void onceNobodyWaitsOnlyAPartOfTheAnswersIsKept() throws Exception {
		Result<String> result = poll(2, List.of(A, B, C), List.of(), (member) -> answer(member, C)).await(seconds(60),
				(answer) -> "kept");
		assertThat(result.answers()).containsOnly(Map.entry(A, "a"), Map.entry(B, "b"));
		this.end.countDown();
		assertThat(this.done.get(60, TimeUnit.SECONDS).answers().values()).containsOnly("kept").hasSize(3);
	}

	@Test
	void aQuestionThatBreaksIsAFailure() {
		Result<String> result = poll(1, List.of(A, B), List.of(), (member) -> {
			throw new IllegalStateException("broken");
		}).await(seconds(60));
		assertThat(result.failures()).hasSize(2)
			.allSatisfy((member, failure) -> assertThat(failure.why()).contains("broken"));
	}

	private Poll<String> poll(int needed, List<Member> first, List<Member> others, Question<String> question) {
		Poll<String> poll = new Poll<>(question.asking(), (answered) -> answered.size() >= needed, this.machine)
			.begin(first, others);
		poll.end().thenAccept(this.done::complete);
		return poll;
	}

	/** The member's id; those that are slow answer at the end only. */
	private String answer(Member member, Member... slow) {
		if (List.of(slow).contains(member)) {
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return member.id();
	}

	private static String failure(Member member, Member... failing) throws NoAnswerException {
		if (List.of(failing).contains(member)) {
			throw new NoAnswerException(Kind.UNREACHABLE, "refused the connection");
		}
		return member.id();
	}

	private static Deadline seconds(int seconds) {
		return Deadline.in(Duration.ofSeconds(seconds));
	}

	private static Member member(String id) {
		return new Member(id, URI.create("http://" + id + ":5000"), 1, null);
	}

}
