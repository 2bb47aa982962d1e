package dev.hashring.ring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A consistent-hashing ring: a circle of positions on which members stand and onto which
 * keys are hashed. A key belongs to the first member met from its position on, clockwise;
 * past the last point, to the first. It is a value: never changed, shared by any number
 * of threads without a lock, and the same for the same points in any order.
 *
 * <p>
 * After Karger et al., "Consistent Hashing and Random Trees" (STOC 1997).
 */
public final class HashRing {

	/** The largest size of a ring: 2<sup>32</sup> positions. */
	public static final long MAX_SIZE = 1L << 32;

	private final long size;

	private final HashFunction hash;

	// The ring itself: positions in rising order, and who stands at each.
	private final long[] positions;

	private final String[] members;

	private HashRing(long size, HashFunction hash, Collection<Point> points) {
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("A ring has from 1 to %d positions, not %d.".formatted(MAX_SIZE, size));
		}
		List<Point> sorted = new ArrayList<>(points);
		sorted.sort(Comparator.comparingLong(Point::position).thenComparing(Point::member));
		this.size = size;
		this.hash = hash;
		this.positions = sorted.stream().mapToLong(Point::position).toArray();
		this.members = sorted.stream().map(Point::member).toArray(String[]::new);
	}

	/**
	 * A ring on which each member stands at the one position it was given.
	 * @param positions the position of each member, by the member's id
	 * @throws IllegalArgumentException if the size is not within 1 to {@link #MAX_SIZE},
	 * a position is not on the ring, or two members share one
	 */
	public static HashRing fixed(long size, HashFunction hash, Map<String, Long> positions) {
		Map<Long, String> taken = new HashMap<>();
		positions.forEach((member, position) -> {
			if (position < 0 || position >= size) {
				throw new IllegalArgumentException("Member %s is at position %d, but this ring has positions 0 to %d."
					.formatted(member, position, size - 1));
			}
			String other = taken.putIfAbsent(position, member);
			if (other != null) {
				throw new IllegalArgumentException(
						"Members %s and %s are both at position %d.".formatted(other, member, position));
			}
		});
		return new HashRing(size, hash,
				positions.entrySet().stream().map((entry) -> new Point(entry.getValue(), entry.getKey())).toList());
	}

	/**
	 * How many positions this ring has: 0 to {@code size - 1}.
	 */
	public long size() {
		return this.size;
	}

	/**
	 * Where on the ring a key lies: the hash of its UTF-8 bytes.
	 */
	public long position(String key) {
		return this.hash.position(key.getBytes(StandardCharsets.UTF_8), this.size);
	}

	/**
	 * The id of the member that owns a position: the one at the first point at or after
	 * it, clockwise.
	 * @throws IllegalArgumentException if the position is not on this ring
	 * @throws NoSuchElementException if the ring has no members
	 */
	public String owner(long position) {
		if (position < 0 || position >= this.size) {
			throw new IllegalArgumentException(
					"Position %d is not on a ring of %d positions.".formatted(position, this.size));
		}
		if (this.positions.length == 0) {
			throw new NoSuchElementException("The ring has no members.");
		}
		int found = Arrays.binarySearch(this.positions, position);
		int point = (found >= 0) ? found : -found - 1;
		return this.members[(point < this.members.length) ? point : 0];
	}

	/**
	 * The id of the member that owns a key.
	 * @throws NoSuchElementException if the ring has no members
	 */
	public String owner(String key) {
		return owner(position(key));
	}

	/**
	 * All points of this ring, by rising position.
	 */
	public List<Point> points() {
		List<Point> points = new ArrayList<>(this.positions.length);
		for (int i = 0; i < this.positions.length; i++) {
			points.add(new Point(this.positions[i], this.members[i]));
		}
		return points;
	}

}
