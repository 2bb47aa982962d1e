package dev.hashring.node.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.hashring.node.NodeId;
import dev.hashring.node.entry.KnownRing;
import dev.hashring.node.sqlite.Identity;
import dev.hashring.node.store.Basis;
import dev.hashring.node.store.Store;
import dev.hashring.protocol.Moving;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Reservation;
import dev.hashring.web.Refusal;
import dev.hashring.web.RequestedEntry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the store states of the ring, and says which one it knows.
 */
@RestController
class RingController {

	/** The longest state: of two rings of a thousand members, and something to spare. */
	private static final int STATE = 4 << 20;

	private final Store store;

	private final String node;

	private final Memory memory;

	RingController(Store store, NodeId id, Memory memory) {
		this.store = store;
		this.node = id.text();
		this.memory = memory;
	}

	@GetMapping("/store/ring")
	void read(HttpServletResponse response) throws IOException {
		KnownRing ring = this.store.identity()
			.map(Identity::ring)
			.orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND, "This node's store knows no state of the ring."));
		response.setHeader(StoreHeader.STATE, ring.stamp().toString());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getOutputStream().write(ring.text().getBytes(StandardCharsets.UTF_8));
	}

	@PutMapping("/store/ring")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void put(HttpServletRequest request) throws IOException {
		Basis basis = new StoreRequest(request).basis();
		this.store.know(read(request, (json) -> KnownRing.read(basis.state(), json)), basis);
	}

	/**
	 * Counts what would move if the ring in the body came; the store does not keep it.
	 */
	@PostMapping("/store/moving")
	Moving moving(HttpServletRequest request) throws IOException {
		Basis basis = new StoreRequest(request).basis();
		return this.store.moving(basis, this.node, read(request, KnownRing::description));
	}

	private interface State<T> {

		T read(byte[] json);

	}

	private <T> T read(HttpServletRequest request, State<T> state) throws IOException {
		try (Reservation taken = this.memory.reserve()) {
			taken.require(RequestedEntry.mostBytes(request, STATE));
			return state.read(RequestedEntry.body(request, STATE));
		}
		catch (IllegalArgumentException ex) {
			throw StoreRequest.wrong("%s", String.valueOf(ex.getMessage()));
		}
	}

}
