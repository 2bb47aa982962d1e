package dev.hashring.router.store;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.hashring.router.ring.Member;
import dev.hashring.router.store.NoAnswerException.Kind;
import dev.hashring.router.store.Poll.Result;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Fewer than a majority of replicas answered in time, so that nobody can say what is
 * stored. The problem details name those that are away.
 */
class TooFewReplicasException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private TooFewReplicasException(ProblemDetail problem) {
		super(HttpStatus.SERVICE_UNAVAILABLE, problem, null);
	}

	/** What {@code away} tells of a member. */
	record Away(String member, String cause) {
	}

	/** Replicas that were to say what they have; nothing was changed. */
	static TooFewReplicasException reading(Replicas replicas, Result<?> result) {
		return new TooFewReplicasException(problem(replicas, result, ""));
	}

	/** Replicas of which some have an entry, and too few of the others could store it. */
	static TooFewReplicasException reading(Replicas replicas, Set<Member> holders, Result<?> result) {
		return new TooFewReplicasException(problem(replicas, holders, result, ""));
	}

	/** Replicas that were to say what they have, before something is stored. */
	static TooFewReplicasException beforeWriting(Replicas replicas, Result<?> result) {
		ProblemDetail problem = problem(replicas, result, " Nothing was changed.");
		problem.setProperty("mayHaveHappened", false);
		return new TooFewReplicasException(problem);
	}

	/** Replicas that were to store something. */
	static TooFewReplicasException writing(Replicas replicas, Result<?> result) {
		boolean surelyNot = result.answers().isEmpty()
				&& replicas.members().stream().allMatch((member) -> wasNotReached(member, result));
		ProblemDetail problem = problem(replicas, result,
				surelyNot ? " Nothing was changed." : " What was to be changed may be changed, or not.");
		problem.setProperty("mayHaveHappened", !surelyNot);
		return new TooFewReplicasException(problem);
	}

	private static boolean wasNotReached(Member member, Result<?> result) {
		NoAnswerException failure = result.failures().get(member);
		return failure != null && failure.kind() == Kind.UNREACHABLE;
	}

	private static ProblemDetail problem(Replicas replicas, Result<?> result, String end) {
		return problem(replicas, result.answers().keySet(), result, end);
	}

	private static ProblemDetail problem(Replicas replicas, Set<Member> answered, Result<?> result, String end) {
		List<Away> away = replicas.members()
			.stream()
			.filter((member) -> !answered.contains(member))
			.map((member) -> new Away(member.id(), cause(result.failures().get(member))))
			.toList();
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"%s%s.%s".formatted(wanted(replicas), causes(away), end));
		problem.setTitle("Too few replicas answered");
		problem.setProperty("needed", replicas.majority());
		problem.setProperty("answered", replicas.members().size() - away.size());
		problem.setProperty("away", away);
		return problem;
	}

	private static String wanted(Replicas replicas) {
		int all = replicas.state().settings().replicas();
		int there = replicas.members().size();
		if (there < replicas.majority()) {
			return "%d of %d replicas have to answer, but the ring has no more than %d members"
				.formatted(replicas.majority(), all, there);
		}
		return (all == 1) ? "The one replica has to answer"
				: "%d of %d replicas have to answer".formatted(replicas.majority(), all);
	}

	private static String causes(List<Away> away) {
		return away.isEmpty() ? ""
				: away.stream()
					.map((each) -> each.member() + " " + each.cause())
					.collect(Collectors.joining("; ", ", but ", ""));
	}

	private static String cause(@Nullable NoAnswerException failure) {
		return (failure != null) ? failure.why() : "gave no answer in time";
	}

}
