package dev.hashring.ring;

import java.nio.ByteBuffer;

/**
 * A hash function, as a ring needs it. Implementations are stateless and may be called by
 * any number of threads at once.
 */
@FunctionalInterface
public interface HashFunction {

	/**
	 * The digest of these bytes. Its length is the same for every input.
	 */
	byte[] digest(byte[] bytes);

	/**
	 * The position that a digest stands for: the digest, read as one unsigned big-endian
	 * number, modulo the size.
	 * @param size how many positions the ring has, 1 to 2<sup>32</sup>
	 * @return a position from 0 to {@code size - 1}
	 */
	default long position(byte[] digest, long size) {
		ByteBuffer rest = ByteBuffer.wrap(digest);
		if (Long.bitCount(size) == 1 && digest.length >= Integer.BYTES) {
			// Modulo a power of two, which is at most 2^32, is the digest's last bits.
			return rest.getInt(digest.length - Integer.BYTES) & (size - 1);
		}
		long remainder = 0;
		while (rest.remaining() % Integer.BYTES != 0) {
			remainder = (remainder << 8 | rest.get() & 0xff) % size;
		}
		// The remainder is below 2^32, so the next four bytes fit in beside it.
		while (rest.hasRemaining()) {
			long next = remainder << 32 | Integer.toUnsignedLong(rest.getInt());
			remainder = Long.remainderUnsigned(next, size);
		}
		return remainder;
	}

}
