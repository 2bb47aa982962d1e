package dev.hashring.router.ring;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All that a state of the ring follows from, small enough to be kept.
 *
 * @param term grows by one when a router begins without the log of those before it
 * @param epoch a number that grows by one with each change of the ring
 * @param since the epoch from which on entries lie as they do
 * @param settings what the ring looks like, and how it treats failures
 * @param members who is in it
 * @param retired which processes must not join again by themselves
 * @param next the ring that takes the place of this one once all entries have moved; null
 * while none does
 * @param holdsEntries whether members may hold entries
 * @param banned ids of stores that were given up
 */
public record Snapshot(long term, long epoch, long since, RingSettings settings, List<Member> members,
		List<Instance> retired, @Nullable Next next, boolean holdsEntries, List<String> banned) {

	/**
	 * A process of a node: the member's id, and a name that is another after each start.
	 */
	public record Instance(String member, String name) {

	}

	/**
	 * A ring that takes the place of another.
	 */
	public record Next(RingSettings settings, List<Member> members, List<Instance> retired) {

	}

	/** What a ring begins with. */
	public static Snapshot first(RingSettings settings, List<Member> members) {
		return new Snapshot(0, 1, 1, settings, members, List.of(), null, false, List.of());
	}

	/** The same in another epoch. */
	Snapshot at(long epoch, long since) {
		return new Snapshot(this.term, epoch, since, this.settings, this.members, this.retired, this.next,
				this.holdsEntries, this.banned);
	}

	/** The same in the next epoch, and in another term. */
	Snapshot in(long term) {
		return new Snapshot(term, this.epoch + 1, this.epoch + 1, this.settings, this.members, this.retired, this.next,
				this.holdsEntries, this.banned);
	}

}
