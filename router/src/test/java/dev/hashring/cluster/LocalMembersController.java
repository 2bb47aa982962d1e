package dev.hashring.cluster;

import java.net.URI;
import java.util.stream.IntStream;

import dev.hashring.router.ring.Member;
import dev.hashring.web.Refusal;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Adds a node to a {@link LocalCluster}, stops, pauses and starts those that it has, and
 * sets all back to the start, for calls that show the ring's token.
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
			case "pause" -> pause(id, node);
			default -> node.start();
		}
	}

	private static void pause(String id, LocalNode node) {
		if (node.isStopped()) {
			throw new Refusal(HttpStatus.CONFLICT, "Node %s is stopped, so it can't be paused; start it first.", id);
		}
		node.pause();
	}

	/**
	 * A node to add.
	 *
	 * @param id its name; none: the first of node1, node2, … that is free
	 */
	record Wanted(@Nullable String id) {
	}

	/** A node that answers, whether or not it is in the ring. */
	record Added(String id, URI url) {
	}

	/** Whoever asks for a node that is there gets that one, started. */
	@PostMapping("/local/members")
	synchronized ResponseEntity<Added> add(@RequestBody Wanted wanted) {
		String id = (wanted.id() != null) ? wanted.id() : firstFree();
		if (id.isBlank() || id.length() > Member.MAX_ID) {
			throw new Refusal(HttpStatus.BAD_REQUEST, "The id of a node has 1 to %d characters.", Member.MAX_ID);
		}
		LocalNode node = this.cluster.node(id);
		if (node == null) {
			return ResponseEntity.status(HttpStatus.CREATED).body(new Added(id, this.cluster.newNode(id).url()));
		}
		node.start();
		return ResponseEntity.ok(new Added(id, node.url()));
	}

	/** All as it was at the start: members, settings, nodes; no value is kept. */
	@PostMapping("/local/reset")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	synchronized void reset() {
		this.cluster.reset();
	}

	private String firstFree() {
		return IntStream.iterate(1, (i) -> i + 1)
			.mapToObj((i) -> "node" + i)
			.filter((id) -> this.cluster.node(id) == null)
			.findFirst()
			.orElseThrow();
	}

}
