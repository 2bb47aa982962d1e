package dev.hashring.ring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * A consistent-hashing ring: a circle of positions on which members stand and onto which
 * keys are hashed. A key belongs to the first member met from its position on, clockwise;
 * past the last point, to the first. It is a value: never changed, shared by any number
 * of threads without a lock, and the same for the same members in any order.
 *
 * <p>
 * After Karger et al., "Consistent Hashing and Random Trees" (STOC 1997). A member stands
 * at one point, which it is given, or at many, which are hashed from its id: then the
 * shares of members are alike, and those of one that leaves are spread over all others.
 * Which points a member has depends on that member alone, so a join or a leave never
 * moves a key between two others. Where several stand at one position the lowest id owns
 * it.
 */
public final class HashRing {

	/** The largest size of a ring: 2<sup>32</sup> positions. */
	public static final long MAX_SIZE = 1L << 32;

	private final long size;

	private final HashFunction hash;

	final PointSet points;

	private final PointIndex index;

	private HashRing(long size, HashFunction hash, PointSet points) {
		this.size = size;
		this.hash = hash;
		this.points = points;
		this.index = new PointIndex(points, size);
	}

	/**
	 * A ring on which each member stands at the one position it was given.
	 * @param positions the position of each member, by the member's id
	 * @throws InvalidRingException if the size is not within 1 to {@link #MAX_SIZE}, a
	 * position is not on the ring, or two members share one
	 */
	public static HashRing fixed(long size, HashFunction hash, Map<String, Long> positions) {
		requireSize(size);
		return new HashRing(size, hash, PointSet.fixed(size, positions));
	}

	/**
	 * A ring on which a member of weight w stands at {@code virtualNodes × w} points,
	 * rounded, but at least at one: the i-th, from 0, at the position of
	 * <code>{id}#{i}</code>.
	 * @param virtualNodes points for a weight of 1
	 * @param weights the weight of each member, by the member's id
	 * @throws InvalidRingException if the size is not within 1 to {@link #MAX_SIZE}, or a
	 * weight or {@code virtualNodes} is not positive
	 */
	public static HashRing virtualNodes(long size, HashFunction hash, int virtualNodes, Map<String, Double> weights) {
		requireSize(size);
		requirePoints(virtualNodes > 0, "A member has at least 1 virtual node, not %s.", virtualNodes);
		return new HashRing(size, hash, PointSet.virtualNodes(size, hash, virtualNodes, weights));
	}

	/**
	 * A ring of 2<sup>32</sup> positions with the points of libketama: four little-endian
	 * numbers from the digest of each <code>{id}-{i}</code>.
	 * @param hash MD5 for points, and libketama's way to hash keys
	 * @param pointsPerMember a multiple of 4
	 * @param members ids, which a client of memcached calls {@code host:port}
	 * @throws InvalidRingException if {@code pointsPerMember} is no positive multiple of
	 * 4
	 */
	public static HashRing ketama(HashFunction hash, int pointsPerMember, Collection<String> members) {
		requirePoints(pointsPerMember > 0 && pointsPerMember % 4 == 0,
				"A member of a ketama ring has a positive multiple of 4 points, not %s.", pointsPerMember);
		return new HashRing(MAX_SIZE, hash, PointSet.ketama(hash, pointsPerMember, members));
	}

	private static void requireSize(long size) {
		if (size < 1 || size > MAX_SIZE) {
			throw new InvalidRingException("A ring has from 1 to %s positions, not %s.".formatted(MAX_SIZE, size));
		}
	}

	private static void requirePoints(boolean satisfied, String message, int points) {
		if (!satisfied) {
			throw new InvalidRingException(message.formatted(points));
		}
	}

	/**
	 * How many positions this ring has: 0 to {@code size - 1}.
	 */
	public long size() {
		return this.size;
	}

	/**
	 * Whether this ring has no members.
	 */
	public boolean isEmpty() {
		return this.points.members.length == 0;
	}

	/**
	 * The ids of the members, in their natural order.
	 */
	public List<String> members() {
		return List.of(this.points.members);
	}

	/**
	 * Where on the ring a key lies: the hash of its UTF-8 bytes.
	 */
	public long position(String key) {
		return this.hash.position(this.hash.digest(key.getBytes(StandardCharsets.UTF_8)), this.size);
	}

	/**
	 * The id of the member that owns a position: the one at the first point at or after
	 * it, clockwise.
	 * @throws IllegalArgumentException if the position is not on this ring
	 * @throws NoSuchElementException if the ring has no members
	 */
	public String owner(long position) {
		return member(pointOf(position));
	}

	/**
	 * The id of the member that owns a key.
	 * @throws NoSuchElementException if the ring has no members
	 */
	public String owner(String key) {
		return owner(position(key));
	}

	/**
	 * The first members met going clockwise from a key, each once; the owner is the
	 * first.
	 * @param count how many at most, 0 or more
	 * @throws NoSuchElementException if the ring has no members
	 */
	public List<String> preferenceList(String key, int count) {
		return preferenceList(position(key), count);
	}

	/**
	 * The first members met going clockwise from a position, each once; its owner is the
	 * first.
	 * @param count how many at most, 0 or more
	 * @throws IllegalArgumentException if the position is not on this ring
	 * @throws NoSuchElementException if the ring has no members
	 */
	public List<String> preferenceList(long position, int count) {
		return candidates(position, count).stream().map(Point::member).toList();
	}

	/**
	 * Why a key belongs to its owner.
	 * @throws NoSuchElementException if the ring has no members
	 */
	public Explanation explain(String key) {
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		byte[] digest = this.hash.digest(bytes);
		long position = this.hash.position(digest, this.size);
		return new Explanation(key, bytes, digest, position, candidates(position, this.points.members.length));
	}

	private List<Point> candidates(long position, int count) {
		List<Point> candidates = new ArrayList<>();
		BitSet met = new BitSet(this.points.members.length);
		int point = pointOf(position);
		while (candidates.size() < Math.min(count, this.points.members.length)) {
			if (!met.get(this.points.owner(point))) {
				met.set(this.points.owner(point));
				candidates.add(point(point));
			}
			point = (point + 1 < this.points.count()) ? point + 1 : 0;
		}
		return candidates;
	}

	/**
	 * All points, by rising position and, at one position, in the order of their members'
	 * ids.
	 */
	public List<Point> points() {
		List<Point> all = new ArrayList<>(this.points.count());
		for (int i = 0; i < this.points.count(); i++) {
			all.add(point(i));
		}
		return all;
	}

	/**
	 * The arcs of all points that own at least one position, by the rising position of
	 * their points. Together they are the whole ring.
	 */
	public List<Arc> arcs() {
		List<Arc> arcs = new ArrayList<>(this.points.count());
		for (int i = 0; i < this.points.count(); i++) {
			if (this.points.length(i) > 0) {
				arcs.add(new Arc(this.points.from(i), this.points.position(i), member(i)));
			}
		}
		return arcs;
	}

	/**
	 * Whether a member is on this ring.
	 */
	public boolean has(String member) {
		return Arrays.binarySearch(this.points.members, member) >= 0;
	}

	/**
	 * At how many points a member stands.
	 * @throws NoSuchElementException if it is not on this ring
	 */
	public int pointsOf(String member) {
		return this.points.standing[indexOf(member)];
	}

	/**
	 * How many positions a member owns.
	 * @throws NoSuchElementException if it is not on this ring
	 */
	public long owned(String member) {
		return this.points.owned[indexOf(member)];
	}

	private int indexOf(String member) {
		int found = Arrays.binarySearch(this.points.members, member);
		if (found < 0) {
			throw new NoSuchElementException("There is no member %s on this ring.".formatted(member));
		}
		return found;
	}

	/**
	 * The fraction of the ring that a member owns, 0 to 1.
	 * @throws NoSuchElementException if it is not on this ring
	 */
	public double share(String member) {
		return (double) owned(member) / this.size;
	}

	/**
	 * What moves if another ring takes the place of this one.
	 * @throws IllegalArgumentException if keys lie elsewhere on the other ring, since it
	 * has another size or hash function
	 */
	public RingChange changeTo(HashRing other) {
		requireSameKeys(other);
		return RingChange.between(this, other);
	}

	/**
	 * Whether each key lies at the same position on another ring.
	 */
	public boolean keysLieAsOn(HashRing other) {
		return this.size == other.size && this.hash.equals(other.hash);
	}

	void requireSameKeys(HashRing other) {
		if (!keysLieAsOn(other)) {
			throw new IllegalArgumentException(
					"Keys lie at other positions on a ring of another size or hash function.");
		}
	}

	/**
	 * How many positions follow one, up to and including another; the same one twice is
	 * the whole ring.
	 */
	long length(long from, long to) {
		return this.points.length(from, to);
	}

	void requirePosition(long position) {
		if (position < 0 || position >= this.size) {
			throw new IllegalArgumentException(
					"Position %s is not on a ring of %s positions.".formatted(position, this.size));
		}
	}

	private int pointOf(long position) {
		requirePosition(position);
		if (isEmpty()) {
			throw new NoSuchElementException("The ring has no members.");
		}
		int point = this.index.atOrAfter(position);
		return (point < this.points.count()) ? point : 0;
	}

	private String member(int point) {
		return this.points.members[this.points.owner(point)];
	}

	private Point point(int i) {
		return new Point(this.points.position(i), member(i));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof HashRing ring && keysLieAsOn(ring)
				&& Arrays.equals(this.points.members, ring.points.members)
				&& Arrays.equals(this.points.points, ring.points.points);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.size, this.hash, Arrays.hashCode(this.points.points));
	}

}
