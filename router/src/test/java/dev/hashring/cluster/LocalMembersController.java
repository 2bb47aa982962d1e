package dev.hashring.cluster;

import dev.hashring.web.Refusal;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stops, pauses and starts the nodes of a {@link LocalCluster}, for whoever shows the
 * ring's token.
 */
@RestController
class LocalMembersController {

	private final LocalCluster cluster;

	LocalMembersController(LocalCluster cluster) {
		this.cluster = cluster;
	}

	@PostMapping("/local/members/{id}/{action:stop|pause|start}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void act(@PathVariable String id, @PathVariable String action) {
		LocalNode node = this.cluster.node(id);
		if (node == null) {
			throw new Refusal(HttpStatus.NOT_FOUND, "There is no node %s.", id);
		}
		switch (action) {
			case "stop" -> node.stop();
			case "pause" -> node.pause();
			default -> node.start();
		}
	}

}
