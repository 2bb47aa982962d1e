package dev.hashring.router.kv;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.Version;
import dev.hashring.ring.Assignment;
import dev.hashring.router.kv.replication.Fencing;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.kv.replication.Polls;
import dev.hashring.router.kv.replication.Replicas;
import dev.hashring.router.kv.replication.Stores;
import dev.hashring.router.kv.replication.TooFewReplicasException;
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

	private final Fencing fencing;

	private final Stores stores;

	private final Polls polls;

	KeyList(Fencing fencing, Stores stores, Polls polls) {
		this.fencing = fencing;
		this.stores = stores;
		this.polls = polls;
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
		return this.fencing.byState(deadline, (state) -> page(state, prefix, after, limit, deadline));
	}

	private Keys page(RingState state, String prefix, String after, int limit, Deadline deadline) {
		state.requireMembers();
		if (!state.holdsEntries()) {
			return new Keys(List.of(), null);
		}
		Result<KeyPage> pages = this.polls
			.begin(state.everyStore(), (answered) -> areSurelyEnough(state, answered),
					(member) -> this.stores.keys(state, member, prefix, after, limit, deadline))
			.await(deadline);
		Set<Member> answered = pages.answers().keySet();
		if (!areSurelyEnough(state, answered)) {
			pages.requireLatest();
			requireMajorities(state, pages);
		}
		return merge(pages.answers().values(), limit);
	}

	/** With so few away, each key still has a majority. */
	private static boolean areSurelyEnough(RingState state, Collection<Member> answered) {
		return Stream.of(state.now(), state.later()).allMatch((placed) -> {
			int replicas = Math.min(placed.settings().replicas(), placed.members().size());
			long away = placed.members()
				.values()
				.stream()
				.filter((member) -> answered.stream().noneMatch(member::hasStoreOf))
				.count();
			return away <= replicas - (replicas / 2 + 1);
		});
	}

	private static void requireMajorities(RingState state, Result<KeyPage> pages) {
		Stream.of(state.now(), state.later())
			.flatMap((placed) -> Assignment.of(placed.ring(), placed.settings().replicas())
				.arcs()
				.stream()
				.map((arc) -> arc.members().stream().map(placed::member).toList()))
			.distinct()
			.map((members) -> Replicas.of(state, members))
			.filter((replicas) -> !replicas.isMajority(pages.answers().keySet()))
			.findFirst()
			.ifPresent((replicas) -> {
				throw TooFewReplicasException.reading(replicas, pages);
			});
	}

	private static Keys merge(Collection<KeyPage> pages, int limit) {
		// Beyond the end of the shortest page, others may have keys that it has not
		// shown.
		Optional<String> end = pages.stream()
			.filter(KeyPage::more)
			.map((page) -> page.keys().get(page.keys().size() - 1).key())
			.min(KeyPage.ORDER);
		Map<String, KeyPage.Item> newest = new TreeMap<>(KeyPage.ORDER);
		for (KeyPage page : pages) {
			page.keys()
				.stream()
				.filter((item) -> end.isEmpty() || KeyPage.ORDER.compare(item.key(), end.get()) <= 0)
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
