package dev.hashring.router.kv.replication;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;

/**
 * One question to several members at once. The caller waits until enough have answered;
 * the others may still answer later.
 */
public final class Poll<T> {

	private final Lock lock = new ReentrantLock();

	private final Map<Member, T> answers = new LinkedHashMap<>();

	private final Map<Member, NoAnswerException> failures = new LinkedHashMap<>();

	private final Deque<Member> reserve = new ArrayDeque<>();

	private final CompletableFuture<Boolean> enough = new CompletableFuture<>();

	private final CompletableFuture<Result<T>> end = new CompletableFuture<>();

	private final Asking<T> asking;

	private final Predicate<Collection<Member>> isEnough;

	private final Machine machine;

	private UnaryOperator<T> kept = UnaryOperator.identity();

	private int underWay;

	/**
	 * A poll that has not begun.
	 * @param isEnough says if the caller can go on with the answers of these members
	 */
	Poll(Asking<T> asking, Predicate<Collection<Member>> isEnough, Machine machine) {
		this.asking = asking;
		this.isEnough = isEnough;
		this.machine = machine;
	}

	/** What a member is asked. */
	@FunctionalInterface
	public interface Asking<T> {

		/**
		 * Begins to ask.
		 * @param threads for what waits for the answer
		 */
		CompletableFuture<? extends T> begin(Member member, Executor threads);

	}

	/** What a member is asked by a thread that waits for the answer. */
	@FunctionalInterface
	public interface Question<T> {

		T ask(Member member) throws NoAnswerException;

		default Asking<T> asking() {
			return (member, threads) -> Answers.in(threads, () -> ask(member));
		}

	}

	/** What came of a poll so far. */
	public record Result<T>(Map<Member, T> answers, Map<Member, NoAnswerException> failures) {

		/**
		 * Does nothing unless the state of the ring was an old one.
		 * @throws StaleStateException if it was
		 */
		public void requireLatest() {
			if (this.failures.values().stream().anyMatch((failure) -> failure.kind() == Kind.STALE)) {
				throw new StaleStateException();
			}
		}

		/** Why a member gave no answer, to follow its name. */
		public String why(Member member) {
			NoAnswerException failure = this.failures.get(member);
			return (failure != null) ? failure.why() : "gave no answer in time";
		}

	}

	/**
	 * Asks members.
	 * @param others are asked only if the first ones fail, one for each
	 */
	Poll<T> begin(List<Member> first, List<Member> others) {
		this.reserve.addAll(others);
		this.underWay = first.size();
		// If all are needed, the thread that waits may as well ask one of them.
		int last = Math.max(0, first.size() - 1);
		int inThreads = this.isEnough.test(first.subList(0, last)) ? first.size() : last;
		first.subList(0, inThreads).forEach((member) -> ask(member, this.machine));
		first.subList(inThreads, first.size()).forEach((member) -> ask(member, Runnable::run));
		if (first.isEmpty()) {
			this.enough.complete(true);
			this.end.complete(result());
		}
		return this;
	}

	/** Waits until enough have answered, no more answers can come, or time is up. */
	public Result<T> await(Deadline deadline) {
		return await(deadline, UnaryOperator.identity());
	}

	/**
	 * The same.
	 * @param kept the part of each answer that is kept once the caller has the result
	 */
	public Result<T> await(Deadline deadline, UnaryOperator<T> kept) {
		this.machine.awaitOwn(this.enough, deadline);
		this.lock.lock();
		try {
			Result<T> result = result();
			this.kept = kept;
			this.answers.replaceAll((member, answer) -> kept.apply(answer));
			return result;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Completes as soon as no more answers can come. */
	public CompletableFuture<Result<T>> end() {
		return this.end;
	}

	private Result<T> result() {
		return new Result<>(new LinkedHashMap<>(this.answers), new LinkedHashMap<>(this.failures));
	}

	private void ask(Member member, Executor threads) {
		this.asking.begin(member, threads).whenComplete((answer, failure) -> {
			if (failure == null) {
				count(() -> this.answers.put(member, this.kept.apply(answer)));
			}
			else {
				count(() -> failed(member, (failure instanceof NoAnswerException ex) ? ex : Answers.broken(failure)));
			}
		});
	}

	private void failed(Member member, NoAnswerException failure) {
		this.failures.put(member, failure);
		if (failure.kind() == Kind.STALE) {
			// With a later state all begins again.
			this.enough.complete(true);
		}
		Member next = this.reserve.poll();
		if (next != null) {
			this.machine.execute(() -> ask(next, Runnable::run));
			this.underWay++;
		}
	}

	private void count(Runnable outcome) {
		Result<T> last = null;
		this.lock.lock();
		try {
			outcome.run();
		}
		finally {
			try {
				this.underWay--;
				if (this.underWay == 0) {
					last = result();
				}
				if (last != null || this.isEnough.test(this.answers.keySet())) {
					this.enough.complete(true);
				}
			}
			finally {
				this.lock.unlock();
			}
		}
		if (last != null) {
			this.end.complete(last);
		}
	}

}
