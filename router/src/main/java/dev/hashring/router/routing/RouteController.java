package dev.hashring.router.routing;

import java.io.IOException;
import java.util.Optional;

import dev.hashring.protocol.QueryParameter;
import dev.hashring.router.membership.Member;
import dev.hashring.router.membership.RingSettings;
import dev.hashring.router.membership.RingState;
import dev.hashring.router.membership.Traffic;
import dev.hashring.web.PlainText;
import dev.hashring.web.RequestedKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends the request for a key to the member that owns it.
 */
@RestController
class RouteController {

	private final RingState state;

	private final RingSettings settings;

	private final NodeClient nodes;

	private final Traffic traffic;

	RouteController(RingState state, RingSettings settings, NodeClient nodes, Traffic traffic) {
		this.state = state;
		this.settings = settings;
		this.nodes = nodes;
		this.traffic = traffic;
	}

	@GetMapping("/route")
	@Operation(summary = "Sends a key to its owner and answers what the owner says")
	@Parameter(in = ParameterIn.QUERY, name = "key", required = true)
	void route(@Parameter(hidden = true) HttpServletRequest request,
			@Parameter(hidden = true) HttpServletResponse response) throws IOException {
		Deadline deadline = Deadline.in(this.settings.deadline());
		Optional<QueryParameter> key = RequestedKey.of(request);
		if (key.isEmpty() || key.get().value().isEmpty()) {
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			PlainText.write(response, "Missing key parameter");
			return;
		}
		if (this.state.ring().isEmpty()) {
			throw new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, ProblemDetail.forStatusAndDetail(
					HttpStatus.SERVICE_UNAVAILABLE, "The ring has no members, so nobody owns this key."), null);
		}
		long position = this.state.ring().position(key.get().value());
		Member owner = this.state.owner(position);
		response.setHeader("X-Ring-Epoch", String.valueOf(this.state.epoch()));
		response.setHeader("X-Ring-Owner", owner.id());
		NodeAnswer answer;
		try {
			answer = this.nodes.get(owner.url(), "/handle?key=" + key.get().encoded(), deadline);
		}
		catch (NodeFailedException ex) {
			this.traffic.count(owner.id(), false);
			throw new RouteFailedException(HttpStatus.INTERNAL_SERVER_ERROR, position, owner.id(), ex.why());
		}
		this.traffic.count(owner.id(), answer.isSuccess());
		response.setHeader("X-Ring-Member", owner.id());
		if (!answer.isSuccess()) {
			throw new RouteFailedException(answer.errorStatus(), position, owner.id(), "answered " + answer.status());
		}
		PlainText.write(response, "[Ring Position: " + position + "] ", answer.body());
	}

}
