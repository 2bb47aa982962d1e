package dev.hashring.router.view;

import java.util.NoSuchElementException;

import dev.hashring.router.membership.RingState;
import io.swagger.v3.oas.annotations.Operation;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says what a change of the ring would move, and changes nothing.
 */
@RestController
class PreviewController {

	private final RingState state;

	private final OneAtATime turns;

	PreviewController(RingState state, OneAtATime turns) {
		this.state = state;
		this.turns = turns;
	}

	@PostMapping("/ring/preview")
	@Operation(summary = "What a join, a leave or other settings would move; changes nothing")
	Preview preview(@RequestBody ChangeRequest change) {
		return this.turns.compute(() -> Preview.of(this.state, change.applyTo(this.state)));
	}

	@ExceptionHandler
	ProblemDetail impossible(IllegalArgumentException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail unknown(NoSuchElementException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, ex.getMessage());
	}

}
