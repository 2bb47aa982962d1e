package dev.hashring.router.kv.replication;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.hashring.protocol.RingShape;
import dev.hashring.protocol.Version;
import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.FailOver;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.Snapshot;
import dev.hashring.router.ring.Timing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BatchesTests {

	private static final Member NODE = new Member("node1", URI.create("http://node1:5000"), 1, 100L);

	private static final RingState STATE = state();

	/** Gets no answer among others. */
	private static final String UNANSWERED = "unanswered";

	private static final Duration MINUTE = Duration.ofMinutes(1);

	/** The keys of each call that was made, in order. */
	private final Deque<List<String>> made = new ConcurrentLinkedDeque<>();

	/** What threads are to do. */
	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private final Batches<String> batches = new Batches<>(this.tasks::add, this::answer, this::answers);

	/** What comes while the first call is being made. */
	private List<EntryCall> meanwhile = List.of();

	private final List<CompletableFuture<String>> others = new ArrayList<>();

	/** What calls made together fail with, if they do. */
	private @Nullable Kind failure;

	private static RingState state() {
		return RingState.of(Snapshot.first(new RingSettings(RingShape.DEFAULT, FailOver.DEFAULT, Timing.DEFAULT, 1),
				List.of(NODE)));
	}

	private static EntryCall call(RingState state, Member member, String key, int bytes, Duration time) {
		return EntryCall.put(Replicas.of(state, key), member, Deadline.in(time),
				Versioned.of(new Version(1, 1), new Value(null, new byte[bytes])));
	}

	private static EntryCall call(String key) {
		return call(STATE, NODE, key, 1, MINUTE);
	}

	private String answer(EntryCall call) throws NoAnswerException {
		return Objects.requireNonNull(answers(List.of(call)).get(0));
	}

	private List<@Nullable String> answers(List<EntryCall> calls) throws NoAnswerException {
		List<String> keys = calls.stream().map((call) -> call.replicas().key()).toList();
		this.made.add(keys);
		List<EntryCall> now = this.meanwhile;
		this.meanwhile = List.of();
		now.forEach((call) -> this.others.add(this.batches.begin(call, Runnable::run)));
		if (keys.size() > 1 && this.failure != null) {
			throw new NoAnswerException(this.failure, "fails");
		}
		List<@Nullable String> answers = new ArrayList<>();
		keys.forEach((key) -> answers.add((key.equals(UNANSWERED) && keys.size() > 1) ? null : "answer for " + key));
		return answers;
	}

	/** Makes a call, and others that come meanwhile. */
	private void makeWith(EntryCall... meanwhile) {
		this.meanwhile = List.of(meanwhile);
		assertThat(this.batches.begin(call("first"), Runnable::run)).isCompletedWithValue("answer for first");
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	@Test
	void aCallThatIsAloneIsMadeAtOnceByTheThreadThatItGets() {
		assertThat(this.batches.begin(call("a"), Runnable::run)).isCompletedWithValue("answer for a");
		assertThat(this.batches.begin(call("b"), Runnable::run)).isCompletedWithValue("answer for b");
		assertThat(this.made).containsExactly(List.of("a"), List.of("b"));
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void callsThatComeMeanwhileGoTogetherAndEachGetsItsOwnAnswer() {
		makeWith(call("a"), call("b"), call("a"), call("c"));
		assertThat(this.others).as("nobody makes the calls of others for long").noneMatch(CompletableFuture::isDone);
		runTasks();
		assertThat(this.others).extracting(CompletableFuture::join)
			.containsExactly("answer for a", "answer for b", "answer for a", "answer for c");
		assertThat(this.made).containsExactly(List.of("first"), List.of("a", "b", "a", "c"));
	}

	@Test
	void whereOneIsRefusedEachIsMadeAlone() {
		this.failure = Kind.REFUSED;
		makeWith(call("a"), call("b"));
		runTasks();
		assertThat(this.others).extracting(CompletableFuture::join).containsExactly("answer for a", "answer for b");
		assertThat(this.made).containsExactly(List.of("first"), List.of("a", "b"), List.of("a"), List.of("b"));
	}

	@ParameterizedTest
	@EnumSource(names = "REFUSED", mode = EnumSource.Mode.EXCLUDE)
	void whatMayHaveBeenDoneIsNotDoneAgain(Kind kind) {
		this.failure = kind;
		makeWith(call("a"), call("b"));
		runTasks();
		assertThat(this.others).hasSize(2)
			.allSatisfy((answer) -> assertThatThrownBy(answer::join).cause()
				.isInstanceOfSatisfying(NoAnswerException.class, (ex) -> assertThat(ex.kind()).isEqualTo(kind)));
		assertThat(this.made).containsExactly(List.of("first"), List.of("a", "b"));
		assertThat(this.batches.begin(call("c"), Runnable::run)).as("life goes on")
			.isCompletedWithValue("answer for c");
	}

	@Test
	void callsByAnotherStateOfTheRingOrToAnotherStoreGoByThemselves() {
		makeWith(call("a"), call(state(), NODE, "b", 1, MINUTE),
				call(STATE, NODE.in("00000000000000aa"), "c", 1, MINUTE));
		runTasks();
		assertThat(this.made).containsExactly(List.of("first"), List.of("a"), List.of("b"), List.of("c"));
	}

	@Test
	void aCallThatIsLargeOrHasLittleTimeLeftWaitsForNoOther() {
		makeWith(call(STATE, NODE, "large", 20_000, MINUTE), call(STATE, NODE, "urgent", 1, Duration.ofMillis(900)));
		assertThat(this.others).extracting(CompletableFuture::join)
			.containsExactly("answer for large", "answer for urgent");
	}

	@Test
	void callsTogetherHaveAtMost64KiB() {
		makeWith(IntStream.range(0, 6)
			.mapToObj((i) -> call(STATE, NODE, "key" + i, 15_000, MINUTE))
			.toArray(EntryCall[]::new));
		runTasks();
		assertThat(this.made).containsExactly(List.of("first"), List.of("key0", "key1", "key2", "key3"),
				List.of("key4", "key5"));
	}

	@Test
	void callsThatWaitForLongWaitNoLonger() {
		makeWith(call("a"), call("b"));
		Runnable next = this.tasks.remove();
		this.batches.hurry(MINUTE);
		assertThat(this.tasks).isEmpty();
		this.batches.hurry(Duration.ZERO);
		runTasks();
		assertThat(this.others).extracting(CompletableFuture::join).containsExactly("answer for a", "answer for b");
		next.run();
		assertThat(this.made).containsExactly(List.of("first"), List.of("a", "b"));
		assertThat(this.batches.begin(call("c"), Runnable::run)).isCompletedWithValue("answer for c");
	}

	@Test
	void aCallWhoseTimeIsUpIsGivenUpBeforeItIsMade() {
		AtomicLong nanos = new AtomicLong();
		EntryCall call = EntryCall.get(call("a").replicas(), NODE, Deadline.in(MINUTE, nanos::get), null);
		makeWith(call, call("b"));
		nanos.set(Timing.DEFAULT.readTimeout().toNanos());
		this.batches.hurry(MINUTE);
		assertThatThrownBy(this.others.get(0)::join).cause()
			.isInstanceOfSatisfying(NoAnswerException.class, (ex) -> assertThat(ex.kind()).isEqualTo(Kind.UNREACHABLE));
		runTasks();
		assertThat(this.others.get(1)).isCompletedWithValue("answer for b");
		assertThat(this.made).containsExactly(List.of("first"), List.of("b"));
	}

	@Test
	void whatHasNoAnswerAmongOthersIsMadeAlone() {
		makeWith(call("a"), call(UNANSWERED), call("b"));
		runTasks();
		assertThat(this.others).extracting(CompletableFuture::join)
			.containsExactly("answer for a", "answer for " + UNANSWERED, "answer for b");
		assertThat(this.made).containsExactly(List.of("first"), List.of("a", UNANSWERED, "b"), List.of(UNANSWERED));
	}

	@Test
	void atMost256CallsGoTogether() {
		makeWith(IntStream.range(0, 300).mapToObj((i) -> call("key" + i)).toArray(EntryCall[]::new));
		runTasks();
		assertThat(this.made).extracting(List::size).containsExactly(1, 256, 44);
	}

	@Test
	void withoutAThreadCallsFailAndLaterOnesAreMade() {
		Executor none = (task) -> {
			throw new OutOfMemoryError("unable to create native thread");
		};
		Batches<String> batches = new Batches<>(none, this::answer, this::answers);
		CompletableFuture<String> first = batches.begin(call("a"), none);
		assertThatThrownBy(first::join).hasMessageContaining("could not be asked");
		List<CompletableFuture<String>> waiting = new ArrayList<>();
		CompletableFuture<String> made = batches.begin(call("b"), (task) -> {
			waiting.add(batches.begin(call("c"), none));
			task.run();
		});
		assertThat(made).isCompletedWithValue("answer for b");
		assertThat(waiting).allMatch(CompletableFuture::isDone);
		assertThat(batches.begin(call("d"), Runnable::run)).isCompletedWithValue("answer for d");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void amongManyThreadsEachCallIsMadeOnceAndGetsItsAnswer(long seed) {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			Batches<String> shared = new Batches<>(threads, this::answer, this::answers);
			List<String> keys = new Random(seed).ints(4_000, 0, 1_000).mapToObj((i) -> "key" + i).toList();
			List<CompletableFuture<String>> answers = keys.parallelStream()
				.map((key) -> shared.begin(call(key), threads))
				.toList();
			assertThat(answers).extracting(CompletableFuture::join)
				.containsExactlyElementsOf(keys.stream().map("answer for "::concat).toList());
			assertThat(this.made.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(keys);
		}
		finally {
			threads.shutdown();
		}
	}

}
