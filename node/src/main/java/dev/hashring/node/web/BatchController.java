package dev.hashring.node.web;

import java.io.IOException;
import java.util.List;

import dev.hashring.node.entry.Entry;
import dev.hashring.node.store.Basis;
import dev.hashring.node.store.Store;
import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.EntryPage;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Reservation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What {@link EntryController} does, for the entries of several callers at once. Where
 * one of them is refused, all are, and each has to be asked for alone.
 */
@RestController
class BatchController {

	/** The most bytes of bodies that come back. */
	private static final int ROOM = 512 << 10;

	/**
	 * The most bytes of entries that come: few enough to take none of the memory for
	 * large ones.
	 */
	private static final int WRITTEN = 4 * EntryLimits.BATCH;

	private final Store store;

	private final Memory memory;

	BatchController(Store store, Memory memory) {
		this.store = store;
		this.memory = memory;
	}

	@PostMapping("/store/heads")
	void readHeads(HttpServletRequest request, HttpServletResponse response) throws IOException {
		read(request, response, 0);
	}

	@PostMapping("/store/entries")
	void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
		read(request, response, ROOM);
	}

	private void read(HttpServletRequest request, HttpServletResponse response, int room) throws IOException {
		Basis basis = new StoreRequest(request).basis();
		try (Reservation memory = this.memory.reserve()) {
			memory.require(EntryLimits.VALUE);
			PageBuilder page = new PageBuilder(room);
			for (String key : Bodies.keys(request)) {
				this.store.entry(key, basis).map(Entry::item).ifPresent(page::add);
			}
			Bodies.write(page.build().toBytes(), response);
		}
	}

	@PutMapping("/store/batch")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void put(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Basis basis = new StoreRequest(request).basis();
		this.store.put(entries(request, response), basis, false);
	}

	@PostMapping("/store/batch")
	EntryPage.Puts putNext(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Basis basis = new StoreRequest(request).basis();
		return new EntryPage.Puts(this.store.putNext(entries(request, response), basis)
			.stream()
			.map((put) -> new EntryPage.Put(put.version().toString(), put.isNew()))
			.toList());
	}

	private static List<EntryPage.Item> entries(HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		return Bodies.entries(request, WRITTEN)
			.stream()
			.map((entry) -> new EntryPage.Item(entry.key(), entry.version(), entry.deleted(),
					ContentType.asStored(entry.type(), response), entry.bodyHash(), entry.body()))
			.toList();
	}

}
