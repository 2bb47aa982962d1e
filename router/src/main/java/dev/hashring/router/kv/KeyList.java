package dev.hashring.router.kv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.Version;
import dev.hashring.ring.Arc;
import dev.hashring.router.kv.replication.Census;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.kv.replication.Polls;
import dev.hashring.router.kv.replication.Replicas;
import dev.hashring.router.kv.replication.Stores;
import dev.hashring.router.kv.replication.TooFewReplicasException;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The keys that have a value, as members know them. Each is read at its own moment, so a
 * key that is written meanwhile may be there or not.
 */
@Component
class KeyList {

	private static final Comparator<String> ORDER = Comparator.comparing((key) -> key.getBytes(StandardCharsets.UTF_8),
			Arrays::compareUnsigned);

	private final LiveRing ring;

	private final Stores stores;

	private final Polls polls;

	private final Census census;

	KeyList(LiveRing ring, Stores stores, Polls polls, Census census) {
		this.ring = ring;
		this.stores = stores;
		this.polls = polls;
		this.census = census;
	}

	/**
	 * Some keys, in the order of their bytes in UTF-8.
	 *
	 * @param next what the next page comes after; null if this is the last
	 */
	record Keys(List<String> keys, @Nullable String next) {
	}

	/**
	 * The keys that start with a prefix and come after a key.
	 * @param limit how many at most
	 * @throws TooFewReplicasException if some keys lack a majority of their replicas
	 */
	Keys page(String prefix, String after, int limit, Deadline deadline) {
		RingState state = this.ring.state();
		state.requireMembers();
		this.census.require(state, deadline);
		List<Member> members = List.copyOf(state.members().values());
		// With so few away, each key still has a majority; below 0 if none ever has.
		int mayBeAway = Math.min(state.settings().replicas(), members.size()) - state.settings().majority();
		int needed = members.size() - Math.max(0, mayBeAway);
		Result<KeyPage> pages = this.polls
			.begin(members, (answered) -> answered.size() >= needed,
					(member) -> this.stores.keys(state, member, prefix, after, limit, deadline))
			.await(deadline);
		if (members.size() - pages.answers().size() > mayBeAway) {
			requireMajorities(state, pages);
		}
		return merge(pages.answers().values(), limit);
	}

	private static void requireMajorities(RingState state, Result<KeyPage> pages) {
		for (Arc arc : state.ring().arcs()) {
			Replicas replicas = new Replicas(state, "", arc.to(), state.replicas(arc.to()));
			if (!replicas.isMajority(pages.answers().keySet())) {
				throw TooFewReplicasException.reading(replicas, pages);
			}
		}
	}

	private static Keys merge(Collection<KeyPage> pages, int limit) {
		// Beyond the end of the shortest page, others may have keys that it has not
		// shown.
		Optional<String> end = pages.stream()
			.filter(KeyPage::more)
			.map((page) -> page.keys().get(page.keys().size() - 1).key())
			.min(ORDER);
		Map<String, KeyPage.Item> newest = new TreeMap<>(ORDER);
		for (KeyPage page : pages) {
			page.keys()
				.stream()
				.filter((item) -> end.isEmpty() || ORDER.compare(item.key(), end.get()) <= 0)
				.forEach((item) -> newest.merge(item.key(), item, KeyList::newer));
		}
		List<String> keys = newest.values().stream().filter((item) -> !item.deleted()).map(KeyPage.Item::key).toList();
		if (keys.size() > limit) {
			return new Keys(keys.subList(0, limit), keys.get(limit - 1));
		}
		return new Keys(keys, end.orElse(null));
	}

	private static KeyPage.Item newer(KeyPage.Item one, KeyPage.Item other) {
		return (Version.parse(one.version()).compareTo(Version.parse(other.version())) >= 0) ? one : other;
	}

}
