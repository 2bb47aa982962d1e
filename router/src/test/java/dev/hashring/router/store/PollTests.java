package dev.hashring.router.store;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.hashring.router.ring.Member;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.store.NoAnswerException.Kind;
import dev.hashring.router.store.Poll.Question;
import dev.hashring.router.store.Poll.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollTests {

	private static final Member A = member("a");

	private static final Member B = member("b");

	private static final Member C = member("c");

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch end = new CountDownLatch(1);

	private final CompletableFuture<Result<String>> done = new CompletableFuture<>();

	@AfterEach
	void close() {
		this.end.countDown();
		this.threads.shutdown();
	}

	@Test
	void whoeverWaitsGoesOnWhenEnoughHaveAnswered() throws Exception {
		Result<String> result = poll(List.of(), (member) -> answer(member, C)).ask(List.of(A, B, C), 2, seconds(60));
		assertThat(result.answers()).containsOnly(Map.entry(A, "a"), Map.entry(B, "b"));
		assertThat(this.done).as("c may still answer").isNotDone();
		this.end.countDown();
		assertThat(this.done.get(60, TimeUnit.SECONDS).answers()).hasSize(3);
	}

	@Test
	void nobodyWaitsLongerThanTheDeadline() {
		Result<String> result = poll(List.of(), (member) -> answer(member, B, C)).ask(List.of(A, B, C), 2,
				Deadline.in(Duration.ofMillis(50)));
		assertThat(result.answers()).containsOnlyKeys(A);
		assertThat(result.failures()).isEmpty();
	}

	@Test
	void nobodyWaitsForAnAnswerThatCanNotCome() throws Exception {
		Result<String> result = poll(List.of(), (member) -> failure(member, A, B)).ask(List.of(A, B, C), 2,
				seconds(60));
		assertThat(result.answers()).containsOnlyKeys(C);
		assertThat(result.failures()).containsOnlyKeys(A, B);
		assertThat(this.done.get()).isEqualTo(result);
	}

	@Test
	void eachFailureTakesOneOfTheReserve() {
		Result<String> result = poll(List.of(C), (member) -> failure(member, A)).ask(List.of(A, B), 2, seconds(60));
		assertThat(result.answers()).containsOnlyKeys(B, C);
		assertThat(poll(List.of(C), (member) -> answer(member)).ask(List.of(A, B), 2, seconds(60)).answers())
			.containsOnlyKeys(A, B);
	}

	@Test
	void onceNobodyWaitsOnlyAPartOfTheAnswersIsKept() throws Exception {
		Poll<String> poll = new Poll<>((member) -> answer(member, C), List.of(), this.threads, (answer) -> "kept",
				this.done::complete);
		Result<String> result = poll.ask(List.of(A, B, C), 2, seconds(60));
		assertThat(result.answers()).containsOnly(Map.entry(A, "a"), Map.entry(B, "b"));
		this.end.countDown();
		assertThat(this.done.get(60, TimeUnit.SECONDS).answers().values()).containsOnly("kept").hasSize(3);
	}

	@Test
	void aQuestionThatBreaksIsAFailure() {
		Result<String> result = poll(List.of(), (member) -> {
			throw new IllegalStateException("broken");
		}).ask(List.of(A, B), 1, seconds(60));
		assertThat(result.failures()).hasSize(2)
			.allSatisfy((member, failure) -> assertThat(failure.why()).contains("broken"));
	}

	private Poll<String> poll(List<Member> reserve, Question<String> question) {
		return new Poll<>(question, reserve, this.threads, UnaryOperator.identity(), this.done::complete);
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
