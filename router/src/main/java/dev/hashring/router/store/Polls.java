package dev.hashring.router.store;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.hashring.router.membership.Health;
import dev.hashring.router.membership.Member;
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
	 * others are too few.
	 * @param whenDone told once, when nobody is left who may answer
	 */
	<T> Result<T> ask(List<Member> members, int needed, Deadline deadline, Question<T> question,
			Consumer<Result<T>> whenDone) {
		List<Member> up = members.stream().filter(this.health::isUp).toList();
		List<Member> first = (up.size() >= needed) ? up : members;
		List<Member> reserve = members.stream().filter((member) -> !first.contains(member)).toList();
		return new Poll<>(question, reserve, this.threads, whenDone).ask(first, needed, deadline);
	}

	/** The same, and nobody is told. */
	<T> Result<T> ask(List<Member> members, int needed, Deadline deadline, Question<T> question) {
		return ask(members, needed, deadline, question, (all) -> {
		});
	}

	/** Asks all, whether they are up or not, and waits for all. */
	<T> Result<T> askAll(List<Member> members, Deadline deadline, Question<T> question) {
		return new Poll<>(question, List.of(), this.threads, (all) -> {
		}).ask(members, members.size(), deadline);
	}

}
