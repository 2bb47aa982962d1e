package dev.hashring.node.web;

import dev.hashring.node.store.Store;
import dev.hashring.protocol.StoreStatus;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says what the store can do, and helps it when it is damaged.
 */
@RestController
class StoreController {

	private final Store store;

	StoreController(Store store) {
		this.store = store;
	}

	@GetMapping("/store")
	StoreStatus status() {
		return this.store.status();
	}

	/** Refuses calls by earlier terms from now on. */
	@PostMapping("/store/promise")
	StoreStatus promise(HttpServletRequest request) {
		return this.store.promise(new StoreRequest(request).number("term"));
	}

	@PostMapping("/store/clean")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void clean(HttpServletRequest request) {
		this.store.clean(new StoreRequest(request).basis());
	}

	@PostMapping("/store/renew")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void renew(HttpServletRequest request) {
		this.store.renew(new StoreRequest(request).basisIfAny().orElse(null));
	}

	@PostMapping("/store/recovered")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void recovered(HttpServletRequest request) {
		this.store.recovered(new StoreRequest(request).basisIfAny().orElse(null));
	}

}
