package dev.hashring.router.api;

import java.util.List;

import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /ring/lookup} answers: who owns and who keeps each of many keys.
 *
 * @param lookups in the order of the keys
 */
record LookupsView(long epoch, List<Lookup> lookups) {

	/** The keys to look up: 1 to {@value #MOST}, none of them empty. */
	record Request(List<@Nullable String> keys) {

		private static final int MOST = 1_000;

		Request {
			if (keys == null || keys.isEmpty() || keys.size() > MOST) {
				throw new InvalidRingException("keys takes a list of 1 to %s keys.".formatted(MOST));
			}
			if (keys.stream().anyMatch((key) -> key == null || key.isEmpty())) {
				throw new InvalidRingException("A key can't be empty.");
			}
		}

	}

	/**
	 * Where a key lies, and who owns it.
	 *
	 * @param replicas who keeps its value, the owner first
	 * @param next who keeps it as well while entries move, and alone afterwards; null if
	 * none move
	 */
	record Lookup(String key, long position, String owner, List<String> replicas, @Nullable List<String> next) {

		private static Lookup of(RingState state, String key) {
			long position = state.ring().position(key);
			return new Lookup(key, position, state.ring().owner(position), ids(state.now().replicas(position)),
					state.isJoint() ? ids(state.later().replicas(key)) : null);
		}

		private static List<String> ids(List<Member> members) {
			return members.stream().map(Member::id).toList();
		}

	}

	static LookupsView of(RingState state, Request request) {
		return new LookupsView(state.epoch(),
				request.keys().stream().map(String::valueOf).map((key) -> Lookup.of(state, key)).toList());
	}

}
