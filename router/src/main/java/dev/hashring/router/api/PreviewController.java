package dev.hashring.router.api;

import dev.hashring.router.kv.rebalance.Estimate;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.ring.RebalanceUnderWayException;
import dev.hashring.router.ring.RingState;
import io.swagger.v3.oas.annotations.Operation;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says what a change of the ring would move, and changes nothing.
 */
@RestController
class PreviewController {

	private final LiveRing ring;

	private final Estimate estimate;

	private final OneAtATime turns;

	PreviewController(LiveRing ring, Estimate estimate, OneAtATime turns) {
		this.ring = ring;
		this.estimate = estimate;
		this.turns = turns;
	}

	@GetMapping("/ring/rebalance/preview")
	@Operation(summary = "What the change under way moves")
	ResponseEntity<Preview> underWay() {
		RingState now = this.ring.state();
		if (!now.isJoint()) {
			return ResponseEntity.noContent().build();
		}
		return ResponseEntity.ok(this.turns.compute(() -> Preview.of(now, now.switched(), null, null)));
	}

	@PostMapping("/ring/preview")
	@Operation(summary = "What a join, a leave or other settings would move; changes nothing")
	Preview preview(@RequestBody ChangeRequest change) {
		RingState now = this.ring.state();
		return this.turns.compute(() -> {
			// While entries move, the ring that holds is the one before.
			RingState before = now.isJoint() ? now.cancelled() : now;
			RingState after = change.applyTo(before);
			String refusal = (now.isJoint() && after.isJoint()) ? new RebalanceUnderWayException().getMessage() : null;
			return Preview.of(now, after.isJoint() ? after.switched() : after, refusal,
					after.isJoint() ? this.estimate.of(now, after) : null);
		});
	}

}
