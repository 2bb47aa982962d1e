package dev.hashring.router.view;

import dev.hashring.protocol.QueryParameter;
import dev.hashring.router.membership.RingSettings;
import dev.hashring.router.membership.RingState;
import dev.hashring.router.membership.Traffic;
import dev.hashring.web.RequestedKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows the ring that decides the requests.
 */
@RestController
@RequestMapping("/ring")
class RingController {

	private final RingState state;

	private final RingSettings settings;

	private final Traffic traffic;

	RingController(RingState state, RingSettings settings, Traffic traffic) {
		this.state = state;
		this.settings = settings;
		this.traffic = traffic;
	}

	@GetMapping
	@Operation(summary = "The settings, the members, and what each owns")
	RingView ring(@RequestParam @Nullable Long epoch) {
		return RingView.of(at(epoch), this.settings, this.traffic);
	}

	@GetMapping("/points")
	@Operation(summary = "All points, by rising position")
	PointsView points(@RequestParam @Nullable Long epoch) {
		return PointsView.of(at(epoch));
	}

	@GetMapping("/lookup")
	@Operation(summary = "Why a key belongs to its owner; asks no node")
	@Parameter(in = ParameterIn.QUERY, name = "key", required = true)
	LookupView lookup(@Parameter(hidden = true) HttpServletRequest request) {
		String key = RequestedKey.of(request)
			.map(QueryParameter::value)
			.filter((value) -> !value.isEmpty())
			.orElseThrow(() -> problem(HttpStatus.BAD_REQUEST, "Missing key parameter."));
		if (this.state.ring().isEmpty()) {
			throw problem(HttpStatus.SERVICE_UNAVAILABLE, "The ring has no members, so nobody owns this key.");
		}
		return LookupView.of(this.state.ring().explain(key), this.state.ring().size(), this.traffic);
	}

	private RingState at(@Nullable Long epoch) {
		if (epoch == null || epoch == this.state.epoch()) {
			return this.state;
		}
		throw (epoch < this.state.epoch()) ? problem(HttpStatus.GONE, "Epoch %d is gone.".formatted(epoch))
				: problem(HttpStatus.NOT_FOUND, "There is no epoch %d yet.".formatted(epoch));
	}

	private static ErrorResponseException problem(HttpStatus status, String detail) {
		return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

}
