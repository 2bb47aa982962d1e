package dev.hashring.router.api;

import dev.hashring.protocol.StoreHeader;
import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.kv.ForgettingStoppedException;
import dev.hashring.router.kv.replication.NotAgreedException;
import dev.hashring.router.kv.replication.TooFewReplicasException;
import dev.hashring.router.log.LogFailedException;
import dev.hashring.router.ring.EmptyRingException;
import dev.hashring.router.ring.LastMemberException;
import dev.hashring.router.ring.RebalanceUnderWayException;
import dev.hashring.router.ring.RetiredException;
import dev.hashring.router.ring.UnknownMemberException;
import dev.hashring.router.routing.RouteFailedException;
import dev.hashring.router.routing.RouteFailedException.Failure;
import dev.hashring.web.Problems;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What the exceptions of the router mean to those who call it.
 */
@RestControllerAdvice
class RouterProblems extends Problems {

	@ExceptionHandler
	ProblemDetail impossible(InvalidRingException ex) {
		return problem(HttpStatus.BAD_REQUEST, ex);
	}

	@ExceptionHandler
	ProblemDetail unknown(UnknownMemberException ex) {
		return problem(HttpStatus.NOT_FOUND, ex);
	}

	@ExceptionHandler
	ProblemDetail retired(RetiredException ex) {
		return problem(HttpStatus.GONE, ex);
	}

	@ExceptionHandler
	ProblemDetail last(LastMemberException ex) {
		return problem(HttpStatus.CONFLICT, ex);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> inTheWay(RebalanceUnderWayException ex) {
		return ResponseEntity.status(HttpStatus.CONFLICT)
			.header(HttpHeaders.RETRY_AFTER, "1")
			.body(problem(HttpStatus.CONFLICT, ex));
	}

	@ExceptionHandler
	ProblemDetail tooFew(TooFewReplicasException ex) {
		ProblemDetail problem = problem(HttpStatus.SERVICE_UNAVAILABLE, ex);
		problem.setTitle("Too few replicas answered");
		problem.setProperty("needed", ex.needed());
		problem.setProperty("answered", ex.answered());
		problem.setProperty("away", ex.away());
		ex.mayHaveHappened().ifPresent((mayHave) -> problem.setProperty("mayHaveHappened", mayHave));
		return problem;
	}

	@ExceptionHandler
	ProblemDetail stopped(ForgettingStoppedException ex) {
		ProblemDetail problem = tooFew(ex.why());
		problem.setDetail(ex.getMessage());
		problem.setProperty("deleted", ex.deleted());
		problem.setProperty("mayHaveHappened", true);
		return problem;
	}

	/** With the status of the last answer; a redirect, which leads nowhere, is a 500. */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> routeFailed(RouteFailedException ex) {
		Failure last = ex.failures().get(ex.failures().size() - 1);
		Integer status = last.status();
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(
				(status != null && status >= 400) ? HttpStatusCode.valueOf(status) : HttpStatus.INTERNAL_SERVER_ERROR,
				String.valueOf(ex.getMessage()));
		problem.setTitle("The owner of this key did not answer it");
		problem.setProperty("position", ex.position());
		problem.setProperty("member", ex.owner());
		problem.setProperty("cause", ex.cause());
		if (ex.failures().size() > 1) {
			problem.setProperty("tried",
					ex.failures().stream().map((failure) -> new Tried(failure.member(), failure.cause())).toList());
		}
		BodyBuilder answer = ResponseEntity.status(problem.getStatus());
		if (status != null) {
			answer.header("X-Ring-Member", StoreHeader.id(last.member()));
		}
		return answer.body(problem);
	}

	/** What {@code tried} tells of a member. */
	record Tried(String member, String cause) {
	}

	@ExceptionHandler({ EmptyRingException.class, LogFailedException.class, NotAgreedException.class })
	ProblemDetail unavailable(RuntimeException ex) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, ex);
	}

	private static ProblemDetail problem(HttpStatus status, RuntimeException ex) {
		return ProblemDetail.forStatusAndDetail(status, String.valueOf(ex.getMessage()));
	}

}
