package dev.hashring.node.web;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

import dev.hashring.node.store.Basis;
import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.QueryParameter;
import dev.hashring.protocol.RingStamp;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.Version;
import dev.hashring.web.Refusal;
import dev.hashring.web.RequestedEntry;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * What a call of the store says in its query and its headers. What is missing or wrong is
 * refused with status 400. Nothing here reads the body, as a servlet's own parameters
 * might.
 */
record StoreRequest(HttpServletRequest request) {

	private static final int MAX_TEXT = 1_000;

	String key() {
		return RequestedEntry.key(this.request);
	}

	Basis basis() {
		String store = text(StoreHeader.STORE);
		if (!store.matches("[0-9a-f]{16}")) {
			throw wrong("%s is no id of a store, which has 16 hex digits.", StoreHeader.STORE);
		}
		return new Basis(store, parsed(StoreHeader.STATE, RingStamp::parse));
	}

	/** The same, if it is there: a person may make some calls without. */
	Optional<Basis> basisIfAny() {
		return Optional.ofNullable(this.request.getHeader(StoreHeader.STORE)).map((store) -> basis());
	}

	Version version() {
		return parsed(StoreHeader.VERSION, Version::parse);
	}

	private <T> T parsed(String header, Function<String, T> parser) {
		try {
			return parser.apply(text(header));
		}
		catch (IllegalArgumentException ex) {
			throw wrong("%s: %s", header, String.valueOf(ex.getMessage()));
		}
	}

	/** Who writes, if a version is to be made here. */
	Optional<Long> writer() {
		String text = this.request.getHeader(StoreHeader.WRITER);
		if (text != null && !text.matches("[0-9a-f]{16}")) {
			throw wrong("%s is not a number of 16 hex digits.", StoreHeader.WRITER);
		}
		return Optional.ofNullable(text).map(HexFormat::fromHexDigitsToLong);
	}

	/** Whether a header is {@code true}; it need not be there. */
	boolean says(String header) {
		String said = this.request.getHeader(header);
		if (said != null && !said.equals("true") && !said.equals("false")) {
			throw wrong("%s is '%s', but it has to be true or false.", header, said);
		}
		return "true".equals(said);
	}

	/** The content type of the body, if it has one. */
	@Nullable String type() {
		String type = this.request.getContentType();
		if (type != null && type.length() > EntryLimits.TYPE) {
			throw wrong("A content type has at most %s characters, not %s.", EntryLimits.TYPE, type.length());
		}
		return type;
	}

	private String text(String header) {
		String text = this.request.getHeader(header);
		if (text == null || text.isBlank() || text.length() > MAX_TEXT) {
			throw wrong("The header %s is missing, or longer than %s characters.", header, MAX_TEXT);
		}
		return text;
	}

	/** A parameter; empty if it is not there. */
	Optional<String> parameter(String name) {
		return QueryParameter.first(this.request.getQueryString(), name).map(QueryParameter::value);
	}

	/** A number in a parameter, which has to be there. */
	long number(String parameter) {
		String text = parameter(parameter).orElse("");
		if (!text.matches("[0-9]{1,18}")) {
			throw wrong("%s is '%s', but it has to be a number from 0.", parameter, text);
		}
		return Long.parseLong(text);
	}

	int limit() {
		return RequestedEntry.limit(this.request, EntryLimits.PAGE);
	}

	static Refusal wrong(String sentence, Object... values) {
		return new Refusal(HttpStatus.BAD_REQUEST, sentence, values);
	}

}
