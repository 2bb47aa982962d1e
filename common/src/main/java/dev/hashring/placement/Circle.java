package dev.hashring.placement;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A circle of 2<sup>64</sup> positions with points of members on it. Positions may be
 * negative: the circle closes from the largest long to the smallest.
 */
final class Circle {

	private final long[] positions;

	private final int[] members;

	Circle(long[] memberHashes, int pointsEach) {
		NavigableMap<Long, Integer> points = new TreeMap<>();
		for (int member = 0; member < memberHashes.length; member++) {
			for (int i = 0; i < pointsEach; i++) {
				long position = HashedPlacement.mix(memberHashes[member], i);
				// Members with the same hash still need points of their own: where
				// loads are bounded, a key has to find one that is not full.
				while (points.putIfAbsent(position, member) != null) {
					position++;
				}
			}
		}
		this.positions = points.keySet().stream().mapToLong(Long::longValue).toArray();
		this.members = points.values().stream().mapToInt(Integer::intValue).toArray();
	}

	/**
	 * The number of the first point at or after a position, clockwise.
	 */
	int pointFrom(long position) {
		int found = Arrays.binarySearch(this.positions, position);
		int point = (found >= 0) ? found : -found - 1;
		return (point < this.positions.length) ? point : 0;
	}

	int pointAfter(int point) {
		return (point + 1 < this.positions.length) ? point + 1 : 0;
	}

	long position(int point) {
		return this.positions[point];
	}

	int member(int point) {
		return this.members[point];
	}

}
