package dev.hashring.router.routing;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A key's owner did not give its answer. The problem details name the position, the
 * member and the cause.
 */
class RouteFailedException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	RouteFailedException(HttpStatusCode status, long position, String member, String cause) {
		super(status, problem(status, position, member, cause), null);
	}

	private static ProblemDetail problem(HttpStatusCode status, long position, String member, String cause) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status,
				"Position %d belongs to %s, which %s.".formatted(position, member, cause));
		problem.setTitle("The owner of this key did not answer it");
		problem.setProperty("position", position);
		problem.setProperty("member", member);
		problem.setProperty("cause", cause);
		return problem;
	}

}
