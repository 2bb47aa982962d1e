package dev.hashring.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

/**
 * The secret that changes of the ring need, sent as a bearer token (RFC 6750).
 *
 * @param value visible ASCII characters; space around it does not count
 */
public record Token(String value) {

	private static final String SCHEME = "Bearer ";

	public Token {
		value = value.strip();
		if (value.isEmpty() || !value.chars().allMatch((c) -> c > ' ' && c < 0x7F)) {
			throw new IllegalArgumentException(
					"ring.token has to consist of visible ASCII characters, without spaces.");
		}
	}

	/** The header {@code Authorization} that shows it. */
	public String authorization() {
		return SCHEME + this.value;
	}

	/**
	 * Whether a header {@code Authorization} shows this token. Takes as long for a wrong
	 * one as for the right one.
	 */
	public boolean isShownIn(@Nullable String authorization) {
		return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
				&& MessageDigest.isEqual(this.value.getBytes(StandardCharsets.UTF_8),
						authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
	}

	/** Does not tell it. */
	@Override
	public String toString() {
		return "Token";
	}

}
