package dev.hashring.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * Who keeps what: for each position the first members of its preference list. It is a
 * value, which follows from a ring and a number of replicas.
 */
public final class Assignment {

	private final HashRing ring;

	private final int replicas;

	private final List<ReplicaArc> arcs;

	private Assignment(HashRing ring, int replicas) {
		this.ring = ring;
		this.replicas = replicas;
		this.arcs = ring.isEmpty() ? List.of() : sweep(ring.points, ring.preferenceList(0, replicas));
	}

	/**
	 * The assignment of each position to that many members, or to all where the ring has
	 * fewer.
	 * @throws IllegalArgumentException if {@code replicas} is below 1
	 */
	public static Assignment of(HashRing ring, int replicas) {
		if (replicas < 1) {
			throw new IllegalArgumentException("Each position needs at least 1 replica, not " + replicas + ".");
		}
		return new Assignment(ring, replicas);
	}

	/*
	 * Walks the ring once, counterclockwise: the preference list at a point is the list
	 * at the next point with the point's own member moved to the front. That holds for
	 * the first members of the lists, too.
	 */
	private static List<ReplicaArc> sweep(PointSet points, List<String> atStart) {
		long[] ends = new long[points.count()];
		List<List<String>> lists = new ArrayList<>(Collections.nCopies(points.count(), atStart));
		List<String> list = atStart;
		int first = points.count();
		for (int i = points.count() - 1; i >= 0; i--) {
			list = movedToFront(points.members[points.owner(i)], list);
			if (points.length(i) > 0) {
				first--;
				ends[first] = points.position(i);
				lists.set(first, list);
			}
		}
		List<List<String>> found = lists.subList(first, lists.size());
		return join(Arrays.copyOfRange(ends, first, ends.length), found::get, ReplicaArc::new);
	}

	private static List<String> movedToFront(String member, List<String> list) {
		if (list.get(0).equals(member)) {
			return list;
		}
		List<String> moved = new ArrayList<>(list);
		if (!moved.remove(member)) {
			moved.remove(moved.size() - 1);
		}
		moved.add(0, member);
		return List.copyOf(moved);
	}

	/**
	 * The ids of the members that keep a position, the owner first; none on an empty
	 * ring.
	 * @throws IllegalArgumentException if the position is not on the ring
	 */
	public List<String> members(long position) {
		this.ring.requirePosition(position);
		int low = 0;
		int high = this.arcs.size();
		while (low < high) {
			int middle = low + high >>> 1;
			if (this.arcs.get(middle).to() < position) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		// Past the last arc's end the first one begins.
		return this.arcs.isEmpty() ? List.of() : this.arcs.get((low < this.arcs.size()) ? low : 0).members();
	}

	/**
	 * The whole ring in as few arcs as possible, by rising end; none if the ring is
	 * empty.
	 */
	public List<ReplicaArc> arcs() {
		return this.arcs;
	}

	/**
	 * The positions that other members keep after a change, in as few arcs as possible,
	 * by rising end. The same members in another order keep the same.
	 * @throws IllegalArgumentException if keys lie elsewhere on the ring after it, since
	 * it has another size or hash function
	 */
	public static List<MovedReplicas> difference(Assignment before, Assignment after) {
		return overlay(before, after).stream()
			.filter((arc) -> !new HashSet<>(arc.before()).equals(new HashSet<>(arc.after())))
			.toList();
	}

	/**
	 * All positions, by who keeps them before a change and after it, in as few arcs as
	 * possible, by rising end.
	 * @throws IllegalArgumentException if keys lie elsewhere on the ring after it, since
	 * it has another size or hash function
	 */
	public static List<MovedReplicas> overlay(Assignment before, Assignment after) {
		before.ring.requireSameKeys(after.ring);
		long[] ends = LongStream
			.concat(before.arcs.stream().mapToLong(ReplicaArc::to), after.arcs.stream().mapToLong(ReplicaArc::to))
			.sorted()
			.distinct()
			.toArray();
		return join(ends, (i) -> new Lists(before.members(ends[i]), after.members(ends[i])), Lists::on);
	}

	/** Who kept a position, and who keeps it now. */
	private record Lists(List<String> before, List<String> after) {

		static MovedReplicas on(long from, long to, Lists lists) {
			return new MovedReplicas(from, to, lists.before, lists.after);
		}

	}

	/** Makes an arc of what all its positions have in common. */
	@FunctionalInterface
	private interface ArcMaker<T, A> {

		A arc(long from, long to, T common);

	}

	/**
	 * The arcs that end at these positions, neighbours that are alike joined into one.
	 * @param ends in rising order
	 */
	private static <T, A> List<A> join(long[] ends, IntFunction<T> common, ArcMaker<T, A> maker) {
		List<T> all = new ArrayList<>(ends.length);
		for (int i = 0; i < ends.length; i++) {
			all.add(common.apply(i));
		}
		List<A> arcs = new ArrayList<>();
		// The first arc may begin past position 0, among the last ends.
		int count = ends.length;
		while (count > 0 && all.get(count - 1).equals(all.get(0))) {
			count--;
		}
		count = (count > 0) ? count : ends.length;
		long from = (count > 0) ? ends[count - 1] : 0;
		for (int i = 0; i < count; i++) {
			if (i + 1 == count || !all.get(i + 1).equals(all.get(i))) {
				arcs.add(maker.arc(from, ends[i], all.get(i)));
				from = ends[i];
			}
		}
		return arcs;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Assignment assignment && this.replicas == assignment.replicas
				&& this.ring.equals(assignment.ring);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.ring, this.replicas);
	}

}
