package dev.hashring.router.kv.replication;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import dev.hashring.router.health.Health;
import dev.hashring.router.kv.replication.Poll.Asking;
import dev.hashring.router.kv.replication.Poll.Question;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Asks members the same question at once.
 */
@Component
public class Polls {

	private final Predicate<Member> isUp;

	private final Machine machine;

	@Autowired
	Polls(Health health, Machine machine) {
		this(health::isUp, machine);
	}

	Polls(Predicate<Member> isUp, Machine machine) {
		this.isUp = isUp;
		this.machine = machine;
	}

	/**
	 * Begins to ask. Members that are {@code DOWN} are asked only if the others are not
	 * enough, or fail.
	 */
	public <T> Poll<T> begin(List<Member> members, Predicate<Collection<Member>> isEnough, Asking<T> asking) {
		List<Member> up = members.stream().filter(this.isUp).toList();
		List<Member> first = isEnough.test(up) ? up : members;
		List<Member> others = members.stream().filter((member) -> !first.contains(member)).toList();
		return new Poll<>(asking, isEnough, this.machine).begin(first, others);
	}

	/** The same, each in a thread that waits for the answer. */
	public <T> Poll<T> begin(List<Member> members, Predicate<Collection<Member>> isEnough, Question<T> question) {
		return begin(members, isEnough, question.asking());
	}

	/** Begins to ask until a majority of a key's replicas has answered. */
	public <T> Poll<T> begin(Replicas replicas, Asking<T> asking) {
		return begin(replicas.members(), replicas::isMajority, asking);
	}

	/**
	 * Begins to ask all, even those that are {@code DOWN}, each in a thread that waits
	 * for the answer.
	 */
	public <T> Poll<T> beginAll(List<Member> members, Predicate<Collection<Member>> isEnough, Question<T> question) {
		return new Poll<>(question.asking(), isEnough, this.machine).begin(members, List.of());
	}

	/** Asks all, even those that are {@code DOWN}, and waits for all. */
	public <T> Result<T> askAll(List<Member> members, Deadline deadline, Asking<T> asking) {
		return new Poll<>(asking, (answered) -> answered.size() == members.size(), this.machine)
			.begin(members, List.of())
			.await(deadline);
	}

	/** The same, each in a thread that waits for the answer. */
	public <T> Result<T> askAll(List<Member> members, Deadline deadline, Question<T> question) {
		return askAll(members, deadline, question.asking());
	}

	/** The first of them that is up, or the first if none is. */
	public Member firstUp(List<Member> members) {
		return members.stream().filter(this.isUp).findFirst().orElse(members.get(0));
	}

}
