package dev.hashring.router.routing;

import java.util.List;

import dev.hashring.router.ring.Member;
import dev.hashring.router.nodes.NodeAnswer;
import dev.hashring.router.nodes.NodeFailedException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Nobody answered a key well: not its owner, nor whoever else was tried. The problem
 * details name the position, the owner and the cause.
 */
class RouteFailedException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	/**
	 * Why a member gave no good answer.
	 *
	 * @param cause to follow the member's name
	 * @param answer its answer, if it gave one
	 */
	record Failure(String member, String cause, @Nullable NodeAnswer answer) {

		static Failure of(Member member, NodeAnswer answer) {
			return new Failure(member.id(), "answered " + answer.status(), answer);
		}

		static Failure of(Member member, NodeFailedException failure) {
			return new Failure(member.id(), failure.why(), null);
		}

		HttpStatusCode status() {
			return (this.answer != null) ? this.answer.errorStatus() : HttpStatus.INTERNAL_SERVER_ERROR;
		}

	}

	/** What {@code tried} tells of a member. */
	record Tried(String member, String cause) {
	}

	/**
	 * Tells of failures.
	 * @param failures one for each member that was tried, in this order; at least one
	 */
	RouteFailedException(long position, String owner, List<Failure> failures) {
		super(last(failures).status(), problem(position, owner, failures), null);
		if (last(failures).answer() != null) {
			getHeaders().set("X-Ring-Member", last(failures).member());
		}
	}

	private static Failure last(List<Failure> failures) {
		return failures.get(failures.size() - 1);
	}

	private static ProblemDetail problem(long position, String owner, List<Failure> failures) {
		String cause = failures.stream()
			.filter((failure) -> failure.member().equals(owner))
			.map(Failure::cause)
			.findFirst()
			.orElse("was passed over");
		StringBuilder detail = new StringBuilder(
				"Position %d belongs to %s, which %s".formatted(position, owner, cause));
		failures.stream()
			.filter((failure) -> !failure.member().equals(owner))
			.forEach((failure) -> detail.append("; %s %s".formatted(failure.member(), failure.cause())));
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(last(failures).status(),
				detail.append(".").toString());
		problem.setTitle("The owner of this key did not answer it");
		problem.setProperty("position", position);
		problem.setProperty("member", owner);
		problem.setProperty("cause", cause);
		if (failures.size() > 1) {
			problem.setProperty("tried",
					failures.stream().map((failure) -> new Tried(failure.member(), failure.cause())).toList());
		}
		return problem;
	}

}
