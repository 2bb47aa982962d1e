package dev.hashring.router.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.hashring.router.ring.Member;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.store.NoAnswerException.Kind;

/**
 * One question to several members at once. Whoever waits goes on when enough have
 * answered; the others may still do so.
 */
final class Poll<T> {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Map<Member, T> answers = new LinkedHashMap<>();

	private final Map<Member, NoAnswerException> failures = new LinkedHashMap<>();

	private final Question<T> question;

	private final Executor threads;

	private final UnaryOperator<T> kept;

	private final Consumer<Result<T>> whenDone;

	/** Who is asked only if others fail. */
	private final Deque<Member> reserve;

	private int underWay;

	private boolean isAwaited = true;

	/**
	 * A poll that has not begun.
	 * @param reserve who is asked only if others fail, one for each
	 * @param kept what is kept of an answer once nobody waits any more
	 * @param whenDone told once, and at once, when nobody is left who may answer
	 */
	Poll(Question<T> question, List<Member> reserve, Executor threads, UnaryOperator<T> kept,
			Consumer<Result<T>> whenDone) {
		this.question = question;
		this.reserve = new ArrayDeque<>(reserve);
		this.threads = threads;
		this.kept = kept;
		this.whenDone = whenDone;
	}

	/** What a member is asked. */
	@FunctionalInterface
	interface Question<T> {

		T ask(Member member) throws NoAnswerException;

	}

	/** What came of a poll so far. */
	record Result<T>(Map<Member, T> answers, Map<Member, NoAnswerException> failures) {
	}

	/**
	 * Asks members, and waits for so many answers, or until nobody is left who may give
	 * one, or until the deadline.
	 */
	Result<T> ask(List<Member> members, int needed, Deadline deadline) {
		this.underWay = members.size();
		// If all are needed, the thread that waits may as well do one of them.
		int others = (members.size() == needed) ? members.size() - 1 : members.size();
		members.subList(0, others).forEach((member) -> this.threads.execute(() -> ask(member)));
		members.subList(others, members.size()).forEach(this::ask);
		this.lock.lock();
		try {
			long nanos = deadline.nanosLeft();
			while (this.answers.size() < needed && this.underWay > 0 && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		try {
			return result();
		}
		finally {
			this.isAwaited = false;
			this.answers.replaceAll((member, answer) -> this.kept.apply(answer));
			this.lock.unlock();
		}
	}

	private Result<T> result() {
		return new Result<>(new LinkedHashMap<>(this.answers), new LinkedHashMap<>(this.failures));
	}

	private void ask(Member member) {
		try {
			T answer = this.question.ask(member);
			end(() -> this.answers.put(member, this.isAwaited ? answer : this.kept.apply(answer)));
		}
		catch (NoAnswerException ex) {
			end(() -> {
				this.failures.put(member, ex);
				Member next = this.reserve.poll();
				if (next != null) {
					this.threads.execute(() -> ask(next));
					this.underWay++;
				}
			});
		}
		catch (RuntimeException | Error ex) {
			end(() -> this.failures.put(member, new NoAnswerException(Kind.SILENT, "could not be asked: " + ex)));
		}
	}

	private void end(Runnable outcome) {
		this.lock.lock();
		Result<T> last = null;
		try {
			outcome.run();
		}
		finally {
			this.underWay--;
			this.changed.signalAll();
			if (this.underWay == 0) {
				last = result();
			}
			this.lock.unlock();
		}
		if (last != null) {
			this.whenDone.accept(last);
		}
	}

}
