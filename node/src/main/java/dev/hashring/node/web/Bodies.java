package dev.hashring.node.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.EntryPage;
import dev.hashring.web.RequestedEntry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the bodies of requests about many entries. A wrong body is refused
 * with status 400, one that is too large with 413.
 */
final class Bodies {

	/** The most bytes of a query. */
	private static final int QUERY = 1 << 20;

	private Bodies() {
	}

	/** The keys in a query. */
	static List<String> keys(HttpServletRequest request) throws IOException {
		byte[] json = RequestedEntry.body(request, QUERY);
		try {
			List<String> keys = JsonMapper.shared().readValue(json, EntryPage.Query.class).keys();
			if (keys.size() <= EntryLimits.PAGE && keys.stream().allMatch(Objects::nonNull)) {
				return keys;
			}
		}
		catch (JacksonException | NullPointerException ex) {
			// It is wrong in the same way.
		}
		throw StoreRequest.wrong("The body has to be {\"keys\": […]}, with at most %s keys.", EntryLimits.PAGE);
	}

	/**
	 * The entries in the body; each of them can be stored.
	 * @param limit the most bytes of the body
	 */
	static List<EntryPage.Item> entries(HttpServletRequest request, int limit) throws IOException {
		byte[] page = RequestedEntry.body(request, limit);
		try {
			List<EntryPage.Item> entries = EntryPage.parse(page).entries();
			entries.forEach(Bodies::refuseIfWrong);
			return entries;
		}
		catch (IllegalArgumentException ex) {
			throw StoreRequest.wrong("%s", String.valueOf(ex.getMessage()));
		}
	}

	private static void refuseIfWrong(EntryPage.Item entry) {
		int key = entry.key().getBytes(StandardCharsets.UTF_8).length;
		boolean isTooLarge = key > EntryLimits.KEY || entry.body().length > EntryLimits.VALUE
				|| entry.type() != null && entry.type().length() > EntryLimits.TYPE;
		if (key == 0 || isTooLarge || entry.deleted() && entry.body().length > 0) {
			throw StoreRequest.wrong("The entry for key '%s' can't be stored.", entry.key());
		}
		if (!entry.isWhole()) {
			throw StoreRequest.wrong("The body of the entry for key '%s' does not match its hash.", entry.key());
		}
	}

	static void write(byte[] page, HttpServletResponse response) throws IOException {
		response.setContentType(EntryPage.TYPE);
		response.setContentLength(page.length);
		response.getOutputStream().write(page);
	}

}
