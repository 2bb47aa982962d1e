package dev.hashring.node.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import dev.hashring.node.store.Basis;
import dev.hashring.node.store.Store;
import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.EntryPage;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Reservation;
import dev.hashring.web.RequestedEntry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives and takes entries by pages, to bring them from one store to another.
 */
@RestController
class PageController {

	/** The most bytes of a page that comes: bodies, keys and content types. */
	private static final int PAGE = 3 << 20;

	/** The most bytes of the keys that are asked for. */
	private static final int QUERY = 1 << 20;

	/** A page is held as entries and as bytes, and grows while it is written. */
	private static final int COPIES = 3;

	private final Store store;

	private final Memory memory;

	PageController(Store store, Memory memory) {
		this.store = store;
		this.memory = memory;
	}

	@PostMapping("/store/page")
	void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Basis basis = new StoreRequest(request).basis();
		try (Reservation taken = this.memory.reserve()) {
			taken.require(COPIES * EntryPage.BYTES);
			List<String> keys = keys(request);
			byte[] page = this.store.compare(basis, (reader) -> reader.entries(keys)).toBytes();
			taken.shrinkTo(page.length);
			write(page, response);
		}
	}

	static void write(byte[] page, HttpServletResponse response) throws IOException {
		response.setContentType(EntryPage.TYPE);
		response.setContentLength(page.length);
		response.getOutputStream().write(page);
	}

	/** The keys that are asked for. */
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

	@PutMapping("/store/page")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void put(HttpServletRequest request) throws IOException {
		Basis basis = new StoreRequest(request).basis();
		try (Reservation taken = this.memory.reserve()) {
			taken.require(2 * RequestedEntry.mostBytes(request, PAGE));
			this.store.bring(entries(request, PAGE), basis);
		}
	}

	/** The entries of a page that comes, each of which could be stored. */
	static List<EntryPage.Item> entries(HttpServletRequest request, int limit) throws IOException {
		byte[] page = RequestedEntry.body(request, limit);
		try {
			List<EntryPage.Item> entries = EntryPage.parse(page).entries();
			entries.forEach(PageController::refuseIfWrong);
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
			throw StoreRequest.wrong("The entry for key '%s' is none that can be stored.", entry.key());
		}
		if (!entry.isWhole()) {
			throw StoreRequest.wrong("The body of the entry for key '%s' does not match its hash.", entry.key());
		}
	}

}
