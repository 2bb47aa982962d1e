package dev.hashring.router.api;

import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.log.EntriesInTheWayException;
import dev.hashring.router.log.LogFailedException;
import dev.hashring.router.ring.EmptyRingException;
import dev.hashring.router.ring.RetiredException;
import dev.hashring.router.ring.UnknownMemberException;
import dev.hashring.web.Problems;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
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
	ProblemDetail inTheWay(EntriesInTheWayException ex) {
		return problem(HttpStatus.CONFLICT, ex);
	}

	@ExceptionHandler({ EmptyRingException.class, LogFailedException.class })
	ProblemDetail unavailable(RuntimeException ex) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, ex);
	}

	private static ProblemDetail problem(HttpStatus status, RuntimeException ex) {
		return ProblemDetail.forStatusAndDetail(status, String.valueOf(ex.getMessage()));
	}

}
