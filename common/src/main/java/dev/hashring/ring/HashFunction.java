package dev.hashring.ring;

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
	 * The position of these bytes on a ring: their digest, read as one unsigned
	 * big-endian number, modulo the size.
	 * @param size how many positions the ring has, 1 to 2<sup>32</sup>
	 * @return a position from 0 to {@code size - 1}
	 */
	default long position(byte[] bytes, long size) {
		long remainder = 0;
		for (byte b : digest(bytes)) {
			remainder = (remainder << 8 | b & 0xff) % size;
		}
		return remainder;
	}

}
