package dev.hashring.cluster;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes of a ring of five nodes, and one more that comes and goes. Some of them move
 * nothing.
 */
final class RandomChanges {

	/** All nodes, members or not. */
	static final List<String> NODES = List.of("node1", "node2", "node3", "node4", "node5", "node6");

	private final String elastic;

	private final SplittableRandom random;

	/**
	 * Makes changes.
	 * @param elastic where node6 answers
	 */
	RandomChanges(String elastic, SplittableRandom random) {
		this.elastic = elastic;
		this.random = random;
	}

	/** Makes one, and says what the router answered. */
	HttpResponse<String> make(RingClient ring) {
		return switch (this.random.nextInt(4)) {
			case 0 -> ring.ids().contains("node6") ? ring.delete("node6")
					: ring.put("node6", "{'url': '%s'}".formatted(this.elastic));
			case 1 ->
				ring.put("node" + (1 + this.random.nextInt(5)), "{'weight': %d}".formatted(1 + this.random.nextInt(4)));
			case 2 -> ring.patch("{'virtualNodes': %d}".formatted(5 + this.random.nextInt(40)));
			default ->
				ring.patch("{'hash': '%s'}".formatted(List.of("md5", "xxh3", "murmur3").get(this.random.nextInt(3))));
		};
	}

}
