package dev.hashring.router.routing;

import java.io.IOException;
import java.util.Optional;

import dev.hashring.protocol.QueryParameter;
import dev.hashring.router.membership.Member;
import dev.hashring.router.membership.RingSettings;
import dev.hashring.router.membership.RingState;
import dev.hashring.web.PlainText;
import dev.hashring.web.RequestedKey;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
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

	RouteController(RingState state, RingSettings settings, NodeClient nodes) {
		this.state = state;
		this.settings = settings;
		this.nodes = nodes;
	}

	@GetMapping("/route")
	void route(HttpServletRequest request, HttpServletResponse response) throws IOException {
		long deadline = System.nanoTime() + this.settings.deadline().toNanos();
		Optional<QueryParameter> key = RequestedKey.of(request);
		if (key.isEmpty() || key.get().value().isEmpty()) {
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			PlainText.write(response, "Missing key parameter");
			return;
		}
		long position = this.state.ring().position(key.get().value());
		Member owner = this.state.owner(position);
		response.setHeader("X-Ring-Epoch", String.valueOf(this.state.epoch()));
		response.setHeader("X-Ring-Owner", owner.id());
		byte[] answer = ask(owner, key.get(), position, deadline, response);
		PlainText.write(response, "[Ring Position: " + position + "] ", answer);
	}

	private byte[] ask(Member owner, QueryParameter key, long position, long deadline, HttpServletResponse response) {
		NodeAnswer answer;
		try {
			answer = this.nodes.get(owner.url(), "/handle?key=" + key.encoded(), deadline);
		}
		catch (NodeFailedException ex) {
			throw new RouteFailedException(HttpStatus.INTERNAL_SERVER_ERROR, position, owner.id(), ex.why());
		}
		response.setHeader("X-Ring-Member", owner.id());
		if (answer.status() < 200 || answer.status() >= 300) {
			// A redirect leads nowhere here.
			HttpStatusCode status = (answer.status() >= 400) ? HttpStatusCode.valueOf(answer.status())
					: HttpStatus.INTERNAL_SERVER_ERROR;
			throw new RouteFailedException(status, position, owner.id(), "answered " + answer.status());
		}
		return answer.body();
	}

}
