package dev.hashring.node.web;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import dev.hashring.node.sqlite.Reader.Place;
import dev.hashring.node.store.Store;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists what the store holds, for clients and to compare it with other stores.
 */
@RestController
class ListController {

	private final Store store;

	ListController(Store store) {
		this.store = store;
	}

	@GetMapping("/store/keys")
	KeyPage keys(HttpServletRequest request) {
		StoreRequest asked = new StoreRequest(request);
		String prefix = asked.parameter("prefix").orElse("");
		String after = asked.parameter("after").orElse("");
		int limit = asked.limit();
		return this.store.list(asked.basis(), (reader) -> reader.keys(prefix, after, limit));
	}

	@PostMapping("/store/digests")
	PositionRange.Digests digests(HttpServletRequest request, @RequestBody PositionRange.Query query) {
		List<PositionRange> ranges = Objects.requireNonNullElse(query.ranges(), List.of());
		if (ranges.size() > PositionRange.MOST) {
			throw StoreRequest.wrong("At most %s ranges are compared at once, not %s.", PositionRange.MOST,
					ranges.size());
		}
		ranges.forEach(ListController::refuseIfWrong);
		return this.store.compare(new StoreRequest(request).basis(), (reader) -> new PositionRange.Digests(
				ranges.stream().map((range) -> HexFormat.of().toHexDigits(reader.digest(range))).toList()));
	}

	@GetMapping("/store/range")
	PositionRange.Page range(HttpServletRequest request) {
		StoreRequest asked = new StoreRequest(request);
		PositionRange range = new PositionRange(asked.number("from"), asked.number("to"));
		refuseIfWrong(range);
		Place after = asked.parameter("afterKey")
			.map((key) -> new Place(asked.number("afterPosition"), key))
			.orElse(null);
		int limit = asked.limit();
		return this.store.compare(asked.basis(), (reader) -> reader.range(range, after, limit));
	}

	private static void refuseIfWrong(PositionRange range) {
		if (range == null || range.to() < range.from() || range.from() < 0) {
			throw StoreRequest.wrong("%s is no range: from is 0 or more, and to is not below it.", range);
		}
	}

}
