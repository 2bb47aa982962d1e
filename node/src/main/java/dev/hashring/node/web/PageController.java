package dev.hashring.node.web;

import java.io.IOException;
import java.util.List;

import dev.hashring.node.store.Basis;
import dev.hashring.node.store.Store;
import dev.hashring.protocol.EntryPage;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Reservation;
import dev.hashring.web.RequestedEntry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

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
			List<String> keys = Bodies.keys(request);
			byte[] page = this.store.compare(basis, (reader) -> reader.entries(keys)).toBytes();
			taken.shrinkTo(page.length);
			Bodies.write(page, response);
		}
	}

	@PutMapping("/store/page")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void put(HttpServletRequest request) throws IOException {
		Basis basis = new StoreRequest(request).basis();
		try (Reservation taken = this.memory.reserve()) {
			taken.require(2 * RequestedEntry.mostBytes(request, PAGE));
			this.store.bring(Bodies.entries(request, PAGE), basis);
		}
	}

}
