package dev.hashring.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.QueryParameter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;

/**
 * What a request says of the entry that it puts or reads, within {@link EntryLimits}.
 */
public final class RequestedEntry {

	private RequestedEntry() {
	}

	/**
	 * The first {@code key} parameter of a request.
	 * @throws Refusal with status 400 if it is missing, empty or too long, and with 414
	 * if it is longer than any key
	 */
	public static String key(HttpServletRequest request) {
		String key = RequestedKey.of(request).map(QueryParameter::value).orElse("");
		if (key.isEmpty()) {
			throw wrong("Missing key parameter.");
		}
		int bytes = key.getBytes(StandardCharsets.UTF_8).length;
		if (bytes > EntryLimits.KEY) {
			throw wrong("A key with a value has at most %s bytes in UTF-8, not %s.", EntryLimits.KEY, bytes);
		}
		return key;
	}

	/**
	 * The first {@code limit} parameter of a request.
	 * @param usual what holds without one
	 * @throws Refusal with status 400 if it is not from 1 to {@link EntryLimits#PAGE}
	 */
	public static int limit(HttpServletRequest request, int usual) {
		String text = QueryParameter.first(request.getQueryString(), "limit")
			.map(QueryParameter::value)
			.orElseGet(() -> Integer.toString(usual));
		if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > EntryLimits.PAGE) {
			throw wrong("limit is '%s', but it has to be from 1 to %s.", text, EntryLimits.PAGE);
		}
		return Integer.parseInt(text);
	}

	/**
	 * The most bytes that the body of a request can have, before it is read.
	 * @throws Refusal with status 413 if it says that it has more than
	 * {@link EntryLimits#VALUE}
	 */
	public static int mostBytes(HttpServletRequest request) {
		return mostBytes(request, EntryLimits.VALUE);
	}

	/**
	 * The same with another limit.
	 */
	public static int mostBytes(HttpServletRequest request, int limit) {
		long length = request.getContentLengthLong();
		if (length > limit) {
			throw tooLarge(limit);
		}
		return (length >= 0) ? (int) length : limit;
	}

	/**
	 * The whole body of a request.
	 * @throws Refusal with status 413 if it has more than {@link EntryLimits#VALUE}
	 * bytes, and with 400 if it has less than it says
	 */
	public static byte[] body(HttpServletRequest request) throws IOException {
		return body(request, EntryLimits.VALUE);
	}

	/**
	 * The same with another limit.
	 */
	public static byte[] body(HttpServletRequest request, int limit) throws IOException {
		InputStream in = request.getInputStream();
		if (request.getContentLengthLong() < 0) {
			byte[] body = in.readNBytes(limit + 1);
			if (body.length > limit) {
				throw tooLarge(limit);
			}
			return body;
		}
		byte[] body = new byte[mostBytes(request, limit)];
		if (in.readNBytes(body, 0, body.length) < body.length) {
			throw wrong("The body ended before its Content-Length.");
		}
		return body;
	}

	private static Refusal tooLarge(int limit) {
		return new Refusal(HttpStatus.CONTENT_TOO_LARGE,
				((limit == EntryLimits.VALUE) ? "A value" : "This body") + " has at most %s bytes.", limit);
	}

	private static Refusal wrong(String sentence, Object... values) {
		return new Refusal(HttpStatus.BAD_REQUEST, sentence, values);
	}

}
