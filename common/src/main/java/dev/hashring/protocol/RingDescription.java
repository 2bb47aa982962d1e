package dev.hashring.protocol;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

import dev.hashring.hash.NamedHash;
import dev.hashring.ring.Assignment;
import dev.hashring.ring.HashRing;
import org.jspecify.annotations.Nullable;

/**
 * What a store has to know of a state of the ring: who keeps an entry, by the assignment
 * that holds, and while entries move by the next one, too. It is read from the JSON of
 * the router's state, which has more.
 *
 * @param settings of the ring that holds
 * @param members of the ring that holds
 * @param next the ring that takes its place once all entries are where it wants them;
 * null while none does
 * @param banned ids of stores that were given up: should one of them come back, it begins
 * a new file
 */
public record RingDescription(Settings settings, List<Place> members, @Nullable Next next, List<String> banned) {

	/** The settings that decide who keeps an entry. */
	public record Settings(PlacementMode placement, long size, NamedHash hash, int virtualNodes, int replicas) {

		RingShape shape() {
			return new RingShape(this.placement, this.size, this.hash, this.virtualNodes);
		}

	}

	/** The ring that takes the place of another. */
	public record Next(Settings settings, List<Place> members) {
	}

	/** Who keeps what, now. */
	public Keepers now() {
		return new Keepers(this.settings, this.members);
	}

	/** Who keeps what when all entries have moved; as now if none move. */
	public Keepers later() {
		return (this.next != null) ? new Keepers(this.next.settings(), this.next.members()) : now();
	}

	/**
	 * One assignment: for each position the members that keep its entries.
	 */
	public static final class Keepers {

		private final Settings settings;

		private final HashRing ring;

		/** The store of each member, as far as it is known. */
		private final Map<String, String> stores = new HashMap<>();

		private Keepers(Settings settings, Collection<Place> members) {
			this.settings = settings;
			this.ring = settings.shape().ring(members);
			for (Place place : members) {
				if (place.store() != null) {
					this.stores.put(place.id(), place.store());
				}
			}
		}

		/** Where a key lies on this ring. */
		public long position(String key) {
			return this.ring.position(key);
		}

		/** Whether keys lie at the same positions on another ring. */
		public boolean keysLieAsOn(Keepers other) {
			return this.ring.keysLieAsOn(other.ring);
		}

		/**
		 * The ranges of positions of which something holds: by the members that keep them
		 * now, their owner first, and those that will. Keys have to lie as on the later
		 * ring.
		 */
		public List<PositionRange> ranges(Keepers later, BiPredicate<List<String>, List<String>> which) {
			return Assignment.overlay(assignment(), later.assignment())
				.stream()
				.filter((arc) -> which.test(arc.before(), arc.after()))
				.flatMap((arc) -> PositionRange.ofArc(arc.from(), arc.to(), this.ring.size()).stream())
				.toList();
		}

		private Assignment assignment() {
			return Assignment.of(this.ring, this.settings.replicas());
		}

		/** The members that keep a key, its owner first. */
		public List<String> members(String key) {
			return this.ring.isEmpty() ? List.of() : this.ring.preferenceList(key, this.settings.replicas());
		}

		/** Whether a store keeps a key. */
		public boolean keeps(String store, String key) {
			return members(key).stream().anyMatch((id) -> store.equals(this.stores.get(id)));
		}

	}

}
