package dev.hashring.router.kv;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.QueryParameter;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.web.Memory.Reservation;
import dev.hashring.web.Refusal;
import dev.hashring.web.RequestedEntry;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * What a request says of values.
 */
final class RequestedValue {

	private RequestedValue() {
	}

	/**
	 * A parameter that is compared with keys; empty if it is missing.
	 * @throws Refusal with status 400 if it is longer than any key
	 */
	static String bound(HttpServletRequest request, String name) {
		String value = QueryParameter.first(request.getQueryString(), name).map(QueryParameter::value).orElse("");
		if (value.getBytes(StandardCharsets.UTF_8).length > EntryLimits.KEY) {
			throw new Refusal(HttpStatus.BAD_REQUEST, "%s has at most %s bytes in UTF-8, as a key.", name,
					EntryLimits.KEY);
		}
		return value;
	}

	/** A register has no compare-and-set, so a condition must not look as if it held. */
	static void refuseConditions(HttpServletRequest request) {
		if (request.getHeader(HttpHeaders.IF_MATCH) != null || request.getHeader(HttpHeaders.IF_NONE_MATCH) != null) {
			throw new Refusal(HttpStatus.BAD_REQUEST,
					"Values are written without conditions: leave out If-Match and If-None-Match.");
		}
	}

	/**
	 * The value in the body of a request.
	 * @param memory for the body
	 * @throws Refusal with status 400, 413, 415 or 503 if it can't be kept
	 */
	static Value of(HttpServletRequest request, Reservation memory) throws IOException {
		if (request.getHeader(HttpHeaders.CONTENT_RANGE) != null) {
			throw new Refusal(HttpStatus.BAD_REQUEST, "A value is put as a whole: leave out Content-Range.");
		}
		if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
			throw new Refusal(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
					"A value is kept byte for byte, without its Content-Encoding: leave that out.");
		}
		String type = request.getContentType();
		if (type != null && type.length() > EntryLimits.TYPE) {
			throw new Refusal(HttpStatus.BAD_REQUEST, "A content type has at most %s characters.", EntryLimits.TYPE);
		}
		memory.require(RequestedEntry.mostBytes(request));
		return new Value(type, RequestedEntry.body(request));
	}

}
