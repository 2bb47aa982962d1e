package dev.hashring.router.routing;

import java.io.IOException;
import java.util.Optional;

import dev.hashring.protocol.QueryParameter;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.routing.Forwarding.Answered;
import dev.hashring.web.PlainText;
import dev.hashring.web.RequestedKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends the request for a key to the member that owns it.
 */
@RestController
class RouteController {

	private final LiveRing ring;

	private final Forwarding forwarding;

	RouteController(LiveRing ring, Forwarding forwarding) {
		this.ring = ring;
		this.forwarding = forwarding;
	}

	@GetMapping("/route")
	@Operation(summary = "Sends a key to its owner and answers what the owner says")
	@Parameter(in = ParameterIn.QUERY, name = "key", required = true)
	void route(@Parameter(hidden = true) HttpServletRequest request,
			@Parameter(hidden = true) HttpServletResponse response) throws IOException {
		RingState state = this.ring.state();
		Deadline deadline = Deadline.in(state.settings().timing().deadline());
		Optional<QueryParameter> key = RequestedKey.of(request);
		if (key.isEmpty() || key.get().value().isEmpty()) {
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			PlainText.write(response, "Missing key parameter");
			return;
		}
		long position = state.ring().position(key.get().value());
		response.setHeader("X-Ring-Epoch", String.valueOf(state.epoch()));
		Member owner = state.owner(position);
		response.setHeader("X-Ring-Owner", StoreHeader.id(owner.id()));
		Answered answered = this.forwarding.forward(state, position, owner, "/handle?key=" + key.get().encoded(),
				deadline);
		response.setHeader("X-Ring-Member", StoreHeader.id(answered.member().id()));
		PlainText.write(response, "[Ring Position: " + position + "] ", answered.answer().body());
	}

}
