package dev.hashring.router.api;

import java.util.HexFormat;
import java.util.List;

import dev.hashring.ring.Explanation;
import dev.hashring.router.health.Condition.Status;
import dev.hashring.router.health.Health;
import dev.hashring.router.ring.RingState;

/**
 * What {@code GET /ring/lookup} answers: why a key belongs to its owner.
 *
 * @param utf8 the key's bytes, in hex
 * @param digest their hash, in hex
 * @param position where on the ring of that size the key lies
 * @param candidates the members in the order in which they are met clockwise, each with
 * the position of its first point; the owner is the first
 */
record LookupView(String key, String utf8, String digest, long position, long size, String owner,
		List<Candidate> candidates) {

	/** A member, the position of its point, and whether it answers. */
	record Candidate(String member, long position, Status status) {
	}

	static LookupView of(RingState state, String key, Health health) {
		Explanation why = state.ring().explain(key);
		HexFormat hex = HexFormat.of();
		List<Candidate> candidates = why.candidates()
			.stream()
			.map((point) -> new Candidate(point.member(), point.position(),
					health.of(state.member(point.member())).status()))
			.toList();
		return new LookupView(why.key(), hex.formatHex(why.bytes()), hex.formatHex(why.digest()), why.position(),
				state.ring().size(), candidates.get(0).member(), candidates);
	}

}
