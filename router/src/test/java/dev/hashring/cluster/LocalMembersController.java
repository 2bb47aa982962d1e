package dev.hashring.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stops, pauses and starts the nodes of a {@link LocalCluster}, for whoever shows its
 * token.
 */
@RestController
class LocalMembersController {

	private final LocalCluster cluster;

	LocalMembersController(LocalCluster cluster) {
		this.cluster = cluster;
	}

	@PostMapping("/local/members/{id}/{action:stop|pause|start}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void act(@PathVariable String id, @PathVariable String action,
			@RequestHeader(required = false) @Nullable String authorization) {
		byte[] wanted = ("Bearer " + this.cluster.token()).getBytes(StandardCharsets.UTF_8);
		if (authorization == null || !MessageDigest.isEqual(wanted, authorization.getBytes(StandardCharsets.UTF_8))) {
			throw problem(HttpStatus.UNAUTHORIZED, "This needs the token that the cluster printed when it started.");
		}
		LocalNode node = this.cluster.node(id);
		if (node == null) {
			throw problem(HttpStatus.NOT_FOUND, "There is no node %s.".formatted(id));
		}
		switch (action) {
			case "stop" -> node.stop();
			case "pause" -> node.pause();
			default -> node.start();
		}
	}

	private static ErrorResponseException problem(HttpStatus status, String detail) {
		ErrorResponseException problem = new ErrorResponseException(status,
				ProblemDetail.forStatusAndDetail(status, detail), null);
		if (status == HttpStatus.UNAUTHORIZED) {
			problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		}
		return problem;
	}

}
