package dev.hashring.router.nodes;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.hashring.web.Memory;
import org.jspecify.annotations.Nullable;

/**
 * What a node is asked.
 *
 * @param target path and query, which are sent as they stand
 * @param body the bytes to send; null for none
 * @param sendAgain whether it may be sent once more if an idle connection turns out to be
 * closed
 * @param memory for the body of the answer; null: that is small
 */
public record NodeRequest(String method, String target, Map<String, String> headers, byte @Nullable [] body,
		boolean sendAgain, Memory.@Nullable Reservation memory) {

	/** A request that changes nothing. */
	public static NodeRequest get(String target, boolean sendAgain) {
		return new NodeRequest("GET", target, Map.of(), null, sendAgain, null);
	}

	/** The same with more headers. */
	public NodeRequest with(Map<String, String> more) {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		all.putAll(more);
		return new NodeRequest(this.method, this.target, all, this.body, this.sendAgain, this.memory);
	}

}
