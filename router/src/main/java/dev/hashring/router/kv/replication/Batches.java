package dev.hashring.router.kv.replication;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.hashring.protocol.EntryLimits;
import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.nodes.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls about single entries. Those to a node that come while one is under way wait
 * for its end, and then go together as one: a call costs router and node far more than
 * the entry in it, so the busier both are, the more calls share that.
 */
final class Batches<A> {

	private static final int MOST_CALLS = 256;

	/** In one look for those that wait for long. */
	private static final int MOST_HURRIED = 4;

	private final Map<URI, Line> lines = new ConcurrentHashMap<>();

	private final Executor threads;

	private final Alone<A> alone;

	private final Together<A> together;

	/** Makes calls in these ways, by threads that wait for answers. */
	Batches(Executor threads, Alone<A> alone, Together<A> together) {
		this.threads = threads;
		this.alone = alone;
		this.together = together;
	}

	/** Makes one call. */
	@FunctionalInterface
	interface Alone<A> {

		A make(EntryCall call) throws NoAnswerException;

	}

	/**
	 * Makes several calls as one, and gives an answer to each, in the same order; null
	 * for those that have to be made alone.
	 */
	@FunctionalInterface
	interface Together<A> {

		/**
		 * Makes them.
		 * @throws NoAnswerException of which {@link Kind#REFUSED} means that each has to
		 * be made alone
		 */
		List<? extends @Nullable A> make(List<EntryCall> calls) throws NoAnswerException;

	}

	/**
	 * Begins a call. One that is large, or has little time left, goes alone.
	 * @param thread makes the call, and waits there for its answer, if no other is under
	 * way
	 */
	CompletableFuture<A> begin(EntryCall call, Executor thread) {
		Waiting<A> mine = new Waiting<>(call, new CompletableFuture<>(), System.nanoTime(), call.patience());
		if (call.bytes() > EntryLimits.SMALL || call.isUrgent()) {
			makeBy(thread, List.of(mine));
		}
		else {
			this.lines.computeIfAbsent(call.member().url(), (url) -> new Line()).add(mine, thread);
		}
		return mine.answer();
	}

	/**
	 * Makes the calls that have waited for longer than they should beside those under
	 * way, and gives up those whose time is up.
	 */
	void hurry(Duration patience) {
		this.lines.values().forEach((line) -> line.hurry(patience));
	}

	private record Waiting<A>(EntryCall call, CompletableFuture<A> answer, long since, Deadline end) {

		void fail(Throwable cause) {
			this.answer.completeExceptionally((cause instanceof NoAnswerException) ? cause : Answers.broken(cause));
		}

	}

	private void makeBy(Executor thread, List<Waiting<A>> batch) {
		try {
			thread.execute(() -> make(batch));
		}
		catch (RuntimeException | Error ex) {
			batch.forEach((waiting) -> waiting.fail(ex));
		}
	}

	private void makeAlone(Waiting<A> waiting) {
		makeBy(this.threads, List.of(waiting));
	}

	private void make(List<Waiting<A>> batch) {
		if (batch.isEmpty()) {
			return;
		}
		try {
			List<? extends @Nullable A> answers = (batch.size() == 1) ? List.of(this.alone.make(batch.get(0).call()))
					: this.together.make(batch.stream().map(Waiting::call).toList());
			for (int i = 0; i < batch.size(); i++) {
				A answer = answers.get(i);
				if (answer != null) {
					batch.get(i).answer().complete(answer);
				}
				else {
					makeAlone(batch.get(i));
				}
			}
		}
		catch (NoAnswerException | RuntimeException | Error ex) {
			boolean isRefused = ex instanceof NoAnswerException failure && failure.kind() == Kind.REFUSED;
			if (isRefused && batch.size() > 1) {
				batch.forEach(this::makeAlone);
			}
			else {
				batch.forEach((waiting) -> waiting.fail(ex));
			}
		}
	}

	/** The calls to one node. */
	private final class Line {

		private final Deque<Waiting<A>> waiting = new ArrayDeque<>();

		private boolean underWay;

		void add(Waiting<A> last, Executor thread) {
			synchronized (this) {
				if (this.underWay) {
					this.waiting.add(last);
					return;
				}
				this.underWay = true;
			}
			try {
				thread.execute(() -> {
					make(List.of(last));
					goOn();
				});
			}
			catch (RuntimeException | Error ex) {
				last.fail(ex);
				goOn();
			}
		}

		/**
		 * Makes what waits, by a thread of our own: a caller that lent one has its
		 * answer.
		 */
		private void goOn() {
			if (!isWanted()) {
				return;
			}
			try {
				Batches.this.threads.execute(() -> {
					make(next());
					goOn();
				});
			}
			catch (RuntimeException | Error ex) {
				end().forEach((waiting) -> waiting.fail(ex));
			}
		}

		private synchronized boolean isWanted() {
			this.underWay = !this.waiting.isEmpty();
			return this.underWay;
		}

		private synchronized List<Waiting<A>> end() {
			List<Waiting<A>> all = List.copyOf(this.waiting);
			this.waiting.clear();
			this.underWay = false;
			return all;
		}

		private void hurry(Duration patience) {
			giveUpLateOnes();
			for (int i = 0; i < MOST_HURRIED && isWaitingFor(patience); i++) {
				makeBy(Batches.this.threads, next());
			}
		}

		private synchronized boolean isWaitingFor(Duration patience) {
			Waiting<A> first = this.waiting.peek();
			return first != null && System.nanoTime() - first.since() > patience.toNanos();
		}

		private void giveUpLateOnes() {
			List<Waiting<A>> late = new ArrayList<>();
			synchronized (this) {
				this.waiting.removeIf((waiting) -> waiting.end().nanosLeft() == 0 && late.add(waiting));
			}
			late.forEach(
					(waiting) -> waiting.fail(new NoAnswerException(Kind.UNREACHABLE, "has too many calls to answer")));
		}

		/** The calls that go together next, which may be none. */
		private synchronized List<Waiting<A>> next() {
			List<Waiting<A>> batch = new ArrayList<>();
			int bytes = 0;
			for (Waiting<A> one = this.waiting.peek(); one != null
					&& batch.size() < MOST_CALLS; one = this.waiting.peek()) {
				bytes += one.call().bytes();
				if (!batch.isEmpty() && (bytes > EntryLimits.BATCH || !one.call().goesWith(batch.get(0).call()))) {
					break;
				}
				batch.add(this.waiting.remove());
			}
			return batch;
		}

	}

}
