package dev.hashring.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.hashring.protocol.QueryParameter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;

/**
 * The key that a request names in its parameter {@code key}.
 */
public final class RequestedKey {

	/** The longest key, in bytes of UTF-8. */
	public static final int MAX_BYTES = 64 * 1024;

	private RequestedKey() {
	}

	/**
	 * The first {@code key} parameter of a request, which may be empty.
	 * @throws Refusal with status 414 if it is longer than {@link #MAX_BYTES}
	 */
	public static Optional<QueryParameter> of(HttpServletRequest request) {
		Optional<QueryParameter> key = QueryParameter.first(request.getQueryString(), "key");
		key.ifPresent(RequestedKey::refuseIfTooLong);
		return key;
	}

	private static void refuseIfTooLong(QueryParameter key) {
		// No encoding has fewer characters than the bytes that it stands for.
		if (key.encoded().length() <= MAX_BYTES) {
			return;
		}
		int bytes = key.value().getBytes(StandardCharsets.UTF_8).length;
		if (bytes > MAX_BYTES) {
			throw new Refusal(HttpStatus.URI_TOO_LONG, "A key has at most %s bytes in UTF-8, not %s.", MAX_BYTES,
					bytes);
		}
	}

}
