package dev.hashring.node.web;

import dev.hashring.node.sqlite.DamagedEntryException;
import dev.hashring.node.sqlite.DamagedFileException;
import dev.hashring.node.sqlite.OtherLayoutException;
import dev.hashring.node.sqlite.WriteFailedException;
import dev.hashring.node.store.UnavailableException;
import dev.hashring.node.store.WrongModeException;
import dev.hashring.web.Problems;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What the exceptions of a node mean to those who call it.
 */
@RestControllerAdvice
class NodeProblems extends Problems {

	@ExceptionHandler({ UnavailableException.class, DamagedFileException.class })
	ProblemDetail unavailable(RuntimeException ex) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, "This node %s.".formatted(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail writeFailed(WriteFailedException ex) {
		return problem(HttpStatus.INSUFFICIENT_STORAGE, "This node %s.".formatted(ex.getMessage()));
	}

	@ExceptionHandler({ OtherLayoutException.class, WrongModeException.class })
	ProblemDetail conflict(RuntimeException ex) {
		return problem(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail damagedEntry(DamagedEntryException ex) {
		return problem(HttpStatus.INTERNAL_SERVER_ERROR, String.valueOf(ex.getMessage()));
	}

	private static ProblemDetail problem(HttpStatus status, String sentence) {
		return ProblemDetail.forStatusAndDetail(status, sentence);
	}

}
