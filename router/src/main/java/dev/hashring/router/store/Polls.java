package dev.hashring.router.store;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.hashring.router.health.Health;
import dev.hashring.router.ring.Member;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.store.Poll.Question;
import dev.hashring.router.store.Poll.Result;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.stereotype.Component;

/**
 * Asks members the same question at once, each in a thread of its own.
 */
@Component
class Polls {

	private final Health health;

	private final Executor threads;

	Polls(Health health, SimpleAsyncTaskExecutorBuilder threads) {
		this.health = health;
		this.threads = threads.threadNamePrefix("store-").build();
	}

	/**
	 * Asks until so many have answered. Those that are {@code DOWN} are asked only if the
	 * others are too few, or fail.
	 * @param kept what is kept of an answer once nobody waits any more
	 * @param whenDone told once, and at once, when nobody is left who may answer
	 */
	<T> Result<T> ask(List<Member> members, int needed, Deadline deadline, Question<T> question, UnaryOperator<T> kept,
			Consumer<Result<T>> whenDone) {
		List<Member> up = members.stream().filter(this.health::isUp).toList();
		List<Member> first = (up.size() >= needed) ? up : members;
		List<Member> reserve = members.stream().filter((member) -> !first.contains(member)).toList();
		return new Poll<>(question, reserve, this.threads, kept, whenDone).ask(first, needed, deadline);
	}

	/** The same, and nobody is told. */
	<T> Result<T> ask(List<Member> members, int needed, Deadline deadline, Question<T> question) {
		return ask(members, needed, deadline, question, UnaryOperator.identity(), (all) -> {
		});
	}

	/** Asks all, whether they are up or not, and waits for all. */
	<T> Result<T> askAll(List<Member> members, Deadline deadline, Question<T> question) {
		return new Poll<>(question, List.of(), this.threads, UnaryOperator.identity(), (all) -> {
		}).ask(members, members.size(), deadline);
	}

	/** The first of them that is up, or the first if none is. */
	Member firstUp(List<Member> members) {
		return members.stream().filter(this.health::isUp).findFirst().orElse(members.get(0));
	}

	/** Does something soon, while the caller goes on. */
	void later(Runnable task) {
		this.threads.execute(task);
	}

}
