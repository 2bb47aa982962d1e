package dev.hashring.node.web;

import dev.hashring.node.sqlite.DamagedEntryException;
import dev.hashring.node.sqlite.DamagedFileException;
import dev.hashring.node.sqlite.WriteFailedException;
import dev.hashring.node.store.MissingStateException;
import dev.hashring.node.store.OtherStoreException;
import dev.hashring.node.store.StaleException;
import dev.hashring.node.store.UnavailableException;
import dev.hashring.node.store.WrongModeException;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.web.Problems;
import jakarta.servlet.http.HttpServletResponse;

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

	@ExceptionHandler
	ProblemDetail conflict(WrongModeException ex) {
		return problem(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail otherStore(OtherStoreException ex, HttpServletResponse response) {
		// It may have begun a new file in this call.
		response.setHeader(StoreHeader.STORE, ex.store());
		return problem(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail stale(StaleException ex, HttpServletResponse response) {
		response.setHeader(StoreHeader.STATE, ex.known());
		return problem(HttpStatus.PRECONDITION_FAILED, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail missingState(MissingStateException ex) {
		return problem(HttpStatus.PRECONDITION_REQUIRED, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail damagedEntry(DamagedEntryException ex) {
		return problem(HttpStatus.INTERNAL_SERVER_ERROR, String.valueOf(ex.getMessage()));
	}

	private static ProblemDetail problem(HttpStatus status, String sentence) {
		return ProblemDetail.forStatusAndDetail(status, sentence);
	}

}
