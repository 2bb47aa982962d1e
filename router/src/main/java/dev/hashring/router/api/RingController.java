package dev.hashring.router.api;

import dev.hashring.protocol.QueryParameter;
import dev.hashring.router.health.Health;
import dev.hashring.router.api.RingView.Shared;
import dev.hashring.router.kv.rebalance.Rebalancer;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.RingLog;
import dev.hashring.router.peers.Peers;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.routing.Traffic;
import dev.hashring.web.Refusal;
import dev.hashring.web.RequestedKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows the ring that decides the requests.
 */
@RestController
@RequestMapping("/ring")
class RingController {

	private final LiveRing ring;

	private final Health health;

	private final Traffic traffic;

	private final Rebalancer rebalancer;

	private final Peers peers;

	private final OneAtATime turns;

	RingController(LiveRing ring, Health health, Traffic traffic, Rebalancer rebalancer, Peers peers,
			OneAtATime turns) {
		this.ring = ring;
		this.health = health;
		this.traffic = traffic;
		this.rebalancer = rebalancer;
		this.peers = peers;
		this.turns = turns;
	}

	@GetMapping
	@Operation(summary = "The settings, the members, and what each owns")
	RingView ring(@RequestParam @Nullable Long epoch) {
		RingState state = at(epoch);
		return (state == this.ring.state()) ? RingView.of(state, this.health, this.traffic,
				this.rebalancer.progress().orElse(null), Shared.of(this.peers, this.ring.isReachable()))
				: RingView.ofPast(state);
	}

	@GetMapping("/points")
	@Operation(summary = "All points, by rising position")
	PointsView points(@RequestParam @Nullable Long epoch) {
		return PointsView.of(at(epoch));
	}

	@GetMapping("/lookup")
	@Operation(summary = "Why a key belongs to its owner; asks no node")
	LookupView lookup(@RequestParam @Nullable Long epoch, @Parameter(hidden = true) HttpServletRequest request) {
		String key = RequestedKey.of(request)
			.map(QueryParameter::value)
			.filter((value) -> !value.isEmpty())
			.orElseThrow(() -> new Refusal(HttpStatus.BAD_REQUEST, "Missing key parameter."));
		RingState state = at(epoch);
		state.requireMembers();
		return LookupView.of(state, key, this.health);
	}

	@PostMapping("/lookup")
	@Operation(summary = "Who owns and who keeps each of up to 1,000 keys; asks no node")
	LookupsView lookups(@RequestBody LookupsView.Request request, @RequestParam @Nullable Long epoch) {
		RingState state = at(epoch);
		state.requireMembers();
		return LookupsView.of(state, request);
	}

	@GetMapping("/history")
	@Operation(summary = "The states of the ring, oldest first: when each came, what changed, and why")
	HistoryView history(@RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "100") int limit) {
		if (limit < 1 || limit > RingLog.KEPT) {
			throw new Refusal(HttpStatus.BAD_REQUEST, "limit is %s, but it has to be from 1 to %s.", limit,
					RingLog.KEPT);
		}
		return HistoryView.of(this.ring.history(after, limit + 1), limit);
	}

	private RingState at(@Nullable Long epoch) {
		RingState now = this.ring.state();
		if (epoch == null || epoch == now.epoch()) {
			return now;
		}
		if (epoch > now.epoch()) {
			throw new Refusal(HttpStatus.NOT_FOUND, "There is no epoch %s yet.", epoch);
		}
		// An earlier ring has to be built again.
		return this.turns.compute(() -> this.ring.state(epoch))
			.orElseThrow(() -> new Refusal(HttpStatus.GONE, "Epoch %s is gone.", epoch));
	}

}
