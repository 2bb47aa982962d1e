package dev.hashring.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that is answered with an error status and a sentence that says why.
 */
public class Refusal extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	/**
	 * Refuses a request.
	 * @param sentence what is wrong, with the placeholders of
	 * {@link String#format(String, Object...)}
	 */
	public Refusal(HttpStatus status, String sentence, Object... values) {
		super(status, ProblemDetail.forStatusAndDetail(status, sentence.formatted(values)), null);
	}

	/** Asks for the token, which was not shown, or was wrong (RFC 6750). */
	public static Refusal withoutToken(String sentence) {
		Refusal refusal = new Refusal(HttpStatus.UNAUTHORIZED, sentence);
		refusal.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		return refusal;
	}

}
