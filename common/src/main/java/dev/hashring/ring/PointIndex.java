package dev.hashring.ring;

import java.util.Arrays;

/**
 * Finds the first point at or after a position, in nearly constant time, however many
 * points there are.
 *
 * <p>
 * Points are spread over the ring like the output of a hash function, so the high bits of
 * a position nearly tell where to look: a table holds, for each value of these bits, the
 * first point that has it or a higher one. From there the right point is usually the
 * first, and rarely more than one away. Where points crowd together, a binary search
 * among those that share a value comes first.
 */
final class PointIndex {

	/** Up to that many points are passed one by one. */
	private static final int FEW = 8;

	/** In rising order, and after them one beyond all others. */
	private final long[] points;

	private final int shift;

	private final int[] table;

	/**
	 * An index of these points.
	 * @param size the size of the ring
	 */
	PointIndex(PointSet set, long size) {
		this.points = Arrays.copyOf(set.points, set.count() + 1);
		this.points[set.count()] = Long.MAX_VALUE;
		int bitsOfPosition = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
		int bitsOfPoint = Integer.SIZE - Integer.numberOfLeadingZeros(set.count());
		// Four values for each point, while the table stays small enough for a near
		// cache.
		int bitsOfTable = Math.max(bitsOfPoint, Math.min(bitsOfPoint + 2, 16));
		this.shift = Math.max(0, bitsOfPosition - bitsOfTable);
		this.table = new int[(int) (size - 1 >>> this.shift) + 2];
		int point = 0;
		for (int bits = 0; bits < this.table.length; bits++) {
			while (point < set.count() && set.position(point) >>> this.shift < bits) {
				point++;
			}
			this.table[bits] = point;
		}
	}

	/**
	 * The index of the first point at or after a position, counting from 0; as many as
	 * there are points if it lies past the last one.
	 * @param position a position on the ring
	 */
	int atOrAfter(long position) {
		int bits = (int) (position >>> this.shift);
		long first = PointSet.point(position, 0);
		int point = this.table[bits];
		int end = this.table[bits + 1];
		while (end - point > FEW) {
			int middle = point + end >>> 1;
			if (this.points[middle] < first) {
				point = middle + 1;
			}
			else {
				end = middle;
			}
		}
		while (this.points[point] < first) {
			point++;
		}
		return point;
	}

}
