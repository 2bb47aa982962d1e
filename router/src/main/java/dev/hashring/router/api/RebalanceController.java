package dev.hashring.router.api;

import dev.hashring.router.kv.rebalance.Progress;
import dev.hashring.router.kv.rebalance.Rebalancer;
import dev.hashring.router.log.LiveRing;
import dev.hashring.web.Refusal;
import io.swagger.v3.oas.annotations.Operation;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows how entries move, and takes that back.
 */
@RestController
@RequestMapping("/ring/rebalance")
class RebalanceController {

	private final LiveRing ring;

	private final Rebalancer rebalancer;

	RebalanceController(LiveRing ring, Rebalancer rebalancer) {
		this.ring = ring;
		this.rebalancer = rebalancer;
	}

	@GetMapping
	@Operation(summary = "How far the rebalance is that is under way")
	Progress progress() {
		return this.rebalancer.progress().orElseThrow(RebalanceController::none);
	}

	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Takes back the change that entries move for")
	void cancel() {
		this.ring.catchUp();
		this.ring.change("was cancelled by hand", (state) -> {
			if (!state.isJoint()) {
				throw none();
			}
			return state.cancelled();
		});
	}

	private static Refusal none() {
		return new Refusal(HttpStatus.NOT_FOUND, "No rebalance is under way.");
	}

}
