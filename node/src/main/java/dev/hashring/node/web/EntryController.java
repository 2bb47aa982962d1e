package dev.hashring.node.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.Head;
import dev.hashring.node.sqlite.Database.Put;
import dev.hashring.node.store.Basis;
import dev.hashring.node.store.Store;
import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.Version;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Reservation;
import dev.hashring.web.RequestedEntry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives and takes single entries.
 */
@RestController
class EntryController {

	private final Store store;

	private final Memory memory;

	EntryController(Store store, Memory memory) {
		this.store = store;
		this.memory = memory;
	}

	/** Answers HEAD, too: the body is read to be checked, and goes nowhere. */
	@GetMapping("/store/entries")
	void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
		StoreRequest asked = new StoreRequest(request);
		Basis basis = asked.basis();
		String key = asked.key();
		boolean wantsBody = !request.getMethod().equals("HEAD");
		try (Reservation memory = this.memory.reserve()) {
			memory.require(EntryLimits.VALUE);
			Optional<Entry> found = this.store.entry(key, basis);
			int length = found.map((entry) -> entry.body().length).orElse(0);
			memory.shrinkTo(wantsBody ? length : 0);
			Head head = found.map(Entry::head).orElse(null);
			write(head, response);
			if (wantsBody && head != null && !head.deleted()) {
				response.setContentLength(length);
				response.getOutputStream().write(found.get().body());
			}
		}
	}

	private static void write(@Nullable Head head, HttpServletResponse response) {
		if (head == null) {
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
			response.setHeader(StoreHeader.VERSION, StoreHeader.NO_VERSION);
			return;
		}
		response.setHeader(StoreHeader.VERSION, head.version().toString());
		if (head.deleted()) {
			response.setStatus(HttpServletResponse.SC_NO_CONTENT);
		}
		else if (head.type() != null) {
			response.setHeader(HttpHeaders.CONTENT_TYPE, head.type());
		}
	}

	@PutMapping("/store/entries")
	void put(HttpServletRequest request, HttpServletResponse response) throws IOException {
		StoreRequest asked = new StoreRequest(request);
		String type = ContentType.asStored(asked.type(), response);
		Basis basis = asked.basis();
		String key = asked.key();
		Optional<Long> writer = asked.writer();
		Version version = writer.map((next) -> new Version(1, next)).orElseGet(asked::version);
		try (Reservation memory = this.memory.reserve()) {
			memory.require(RequestedEntry.mostBytes(request));
			byte[] body = RequestedEntry.body(request);
			memory.shrinkTo(body.length);
			EntryPage.Item entry = entry(asked, key, version, type, body);
			if (writer.isPresent()) {
				Put put = this.store.putNext(List.of(entry), basis).get(0);
				response.setHeader(StoreHeader.VERSION, put.version().toString());
				response.setStatus(put.isNew() ? HttpServletResponse.SC_CREATED : HttpServletResponse.SC_OK);
			}
			else {
				this.store.put(List.of(entry), basis, asked.says(StoreHeader.REPAIR));
				response.setStatus(HttpServletResponse.SC_NO_CONTENT);
			}
		}
	}

	private static EntryPage.Item entry(StoreRequest asked, String key, Version version, @Nullable String type,
			byte[] body) {
		boolean deleted = asked.says(StoreHeader.DELETED);
		if (deleted && body.length > 0) {
			throw StoreRequest.wrong("With %s there is no body.", StoreHeader.DELETED);
		}
		return EntryPage.Item.of(key, version, deleted, deleted ? null : type, body);
	}

}
