package dev.hashring.router.api;

import dev.hashring.router.log.EntriesInTheWayException;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.ring.RingState;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says what a change of the ring would move, and changes nothing.
 */
@RestController
class PreviewController {

	private final LiveRing ring;

	private final OneAtATime turns;

	PreviewController(LiveRing ring, OneAtATime turns) {
		this.ring = ring;
		this.turns = turns;
	}

	@PostMapping("/ring/preview")
	@Operation(summary = "What a join, a leave or other settings would move; changes nothing")
	Preview preview(@RequestBody ChangeRequest change) {
		RingState before = this.ring.state();
		return this.turns.compute(() -> {
			RingState after = change.applyTo(before);
			return Preview.of(before, after, refusal(before, after));
		});
	}

	private @Nullable String refusal(RingState before, RingState after) {
		try {
			this.ring.refuseIfEntriesAreInTheWay(before, after);
			return null;
		}
		catch (EntriesInTheWayException ex) {
			return ex.getMessage();
		}
	}

}
