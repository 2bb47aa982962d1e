package dev.hashring.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The points of a ring in the order of their positions and, where several stand at one,
 * of their members' ids. Each kind of ring has a method that makes its points.
 */
final class PointSet {

	/** Ids in their natural order, so that comparing indices is comparing ids. */
	final String[] members;

	/** Each point as one number, in rising order; see {@link #point}. */
	final long[] points;

	/** How many positions each member owns. */
	final long[] owned;

	/** At how many points each member stands. */
	final int[] standing;

	private final long size;

	private PointSet(long size, Collection<String> members, long[] points) {
		this.size = size;
		this.members = members.toArray(String[]::new);
		this.points = points;
		Arrays.sort(points);
		this.owned = new long[this.members.length];
		this.standing = new int[this.members.length];
		for (int i = 0; i < points.length; i++) {
			this.owned[owner(i)] += length(i);
			this.standing[owner(i)]++;
		}
	}

	/** How many points there are. */
	int count() {
		return this.points.length;
	}

	/** The position of the i-th point. */
	long position(int i) {
		return (this.points[i] ^ Long.MIN_VALUE) >>> 32;
	}

	/** Who stands at the i-th point, as an index into {@link #members}. */
	int owner(int i) {
		return (int) this.points[i];
	}

	/** The position after which the arc of the i-th point begins. */
	long from(int i) {
		return position(((i > 0) ? i : this.points.length) - 1);
	}

	/** How many positions the i-th point owns: none if another stands there before it. */
	long length(int i) {
		boolean shared = i > 0 && position(i - 1) == position(i);
		return shared ? 0 : length(from(i), position(i));
	}

	/**
	 * How many positions follow one, up to and including another; the same one twice is
	 * the whole ring.
	 */
	long length(long from, long to) {
		return (from < to) ? to - from : this.size - from + to;
	}

	/**
	 * A point as one number that sorts by position, then by member. One load from memory
	 * finds both.
	 */
	static long point(long position, int member) {
		return (position << 32 | member) ^ Long.MIN_VALUE;
	}

	static PointSet fixed(long size, Map<String, Long> positions) {
		SortedMap<String, Long> sorted = new TreeMap<>(positions);
		Map<Long, String> taken = new HashMap<>();
		long[] points = new long[sorted.size()];
		int member = 0;
		for (Map.Entry<String, Long> entry : sorted.entrySet()) {
			long position = entry.getValue();
			if (position < 0 || position >= size) {
				throw new InvalidRingException("Member %s is at position %s, but this ring has positions 0 to %s."
					.formatted(entry.getKey(), position, size - 1));
			}
			String other = taken.put(position, entry.getKey());
			if (other != null) {
				throw new InvalidRingException(
						"Members %s and %s are both at position %s.".formatted(other, entry.getKey(), position));
			}
			points[member] = point(position, member);
			member++;
		}
		return new PointSet(size, sorted.keySet(), points);
	}

	static PointSet virtualNodes(long size, HashFunction hash, int virtualNodes, Map<String, Double> weights) {
		SortedMap<String, Double> sorted = new TreeMap<>(weights);
		int total = 0;
		for (Map.Entry<String, Double> entry : sorted.entrySet()) {
			total = Math.addExact(total, count(virtualNodes, entry.getKey(), entry.getValue()));
		}
		long[] points = new long[total];
		int next = 0;
		int member = 0;
		for (Map.Entry<String, Double> entry : sorted.entrySet()) {
			int count = count(virtualNodes, entry.getKey(), entry.getValue());
			for (int i = 0; i < count; i++) {
				byte[] name = (entry.getKey() + "#" + i).getBytes(StandardCharsets.UTF_8);
				points[next++] = point(hash.position(hash.digest(name), size), member);
			}
			member++;
		}
		return new PointSet(size, sorted.keySet(), points);
	}

	private static int count(int virtualNodes, String member, double weight) {
		if (!(weight > 0) || weight == Double.POSITIVE_INFINITY) {
			throw new InvalidRingException(
					"The weight of a member is a positive number, but that of %s is %s.".formatted(member, weight));
		}
		return Math.max(1, Math.toIntExact(Math.round(virtualNodes * weight)));
	}

	static PointSet ketama(HashFunction hash, int pointsPerMember, Collection<String> members) {
		Collection<String> sorted = new TreeSet<>(members);
		long[] points = new long[Math.multiplyExact(sorted.size(), pointsPerMember)];
		int next = 0;
		int member = 0;
		for (String id : sorted) {
			for (int i = 0; i < pointsPerMember / 4; i++) {
				byte[] digest = hash.digest((id + "-" + i).getBytes(StandardCharsets.UTF_8));
				ByteBuffer numbers = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
				for (int part = 0; part < 4; part++) {
					points[next++] = point(Integer.toUnsignedLong(numbers.getInt()), member);
				}
			}
			member++;
		}
		return new PointSet(HashRing.MAX_SIZE, sorted, points);
	}

}
