package dev.hashring.router.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.hashring.router.ring.RingState;

/**
 * What {@code GET /ring/points} answers.
 *
 * @param members the ids of the members
 * @param points for each point its position and the index of its member, by rising
 * position
 */
record PointsView(long epoch, long size, List<String> members, List<long[]> points) {

	static PointsView of(RingState state) {
		List<String> members = state.ring().members();
		Map<String, Integer> indices = new HashMap<>();
		members.forEach((member) -> indices.put(member, indices.size()));
		return new PointsView(state.epoch(), state.ring().size(), members,
				state.ring()
					.points()
					.stream()
					.map((point) -> new long[] { point.position(), indices.get(point.member()) })
					.toList());
	}

}
