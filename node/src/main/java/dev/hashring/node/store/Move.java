package dev.hashring.node.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.hashring.node.entry.KnownRing;
import dev.hashring.node.sqlite.Reader;
import dev.hashring.protocol.Moving;
import dev.hashring.protocol.Place;
import dev.hashring.protocol.RingDescription;
import dev.hashring.protocol.RingDescription.Keepers;

/**
 * What would move from a node if another ring came: of the keys that it owns, those that
 * would get a keeper that they don't have now.
 */
final class Move {

	private final String node;

	private final Keepers now;

	private final Keepers later;

	/** Members that are on both rings, each with the same store. */
	private final Set<String> same;

	Move(String node, KnownRing from, RingDescription to) {
		this.node = node;
		this.now = from.now();
		this.later = to.later();
		Set<List<String>> before = stores(from.description().members());
		this.same = stores((to.next() != null) ? to.next().members() : to.members()).stream()
			.filter(before::contains)
			.map((member) -> member.get(0))
			.collect(Collectors.toSet());
	}

	private static Set<List<String>> stores(List<Place> members) {
		return members.stream()
			.map((member) -> List.of(member.id(), String.valueOf(member.store())))
			.collect(Collectors.toSet());
	}

	/** Counts it, by positions unless these change. */
	Moving count(Reader reader) {
		return this.now.keysLieAsOn(this.later) ? reader.sum(this.now.ranges(this.later, this::moves))
				: reader.sum((key) -> moves(this.now.members(key), this.later.members(key)));
	}

	private boolean moves(List<String> before, List<String> after) {
		if (before.isEmpty() || !before.get(0).equals(this.node)) {
			return false;
		}
		Set<String> stay = new HashSet<>(before);
		stay.retainAll(this.same);
		return !stay.containsAll(after);
	}

}
