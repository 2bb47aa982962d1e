package dev.hashring.router.view;

import java.util.function.Supplier;

import dev.hashring.web.Refusal;

import org.springframework.http.HttpStatus;

/**
 * What the ring refuses, as HTTP says it.
 */
final class Refusals {

	private Refusals() {
	}

	/**
	 * Does something with a ring that somebody asked for.
	 * @throws Refusal with status 400 if there can be no such ring, 404 if there is no
	 * such member
	 */
	static <T> T translate(Supplier<T> step) {
		try {
			return step.get();
		}
		catch (IllegalArgumentException ex) {
			throw new Refusal(HttpStatus.BAD_REQUEST, "%s", String.valueOf(ex.getMessage()));
		}
	}

}
