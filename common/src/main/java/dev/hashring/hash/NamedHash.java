package dev.hashring.hash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.UnaryOperator;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.hashring.ring.HashFunction;

/**
 * The hash functions that settings can name. None of them is meant for security.
 */
public enum NamedHash implements HashFunction {

	/** MD5 (RFC 1321), 16 bytes: what the original uses. */
	MD5(NamedHash::md5),

	/**
	 * MurmurHash3_x64_128 (Appleby, 2011) with seed 0, 16 bytes as the reference
	 * implementation leaves them in memory.
	 */
	MURMUR3((bytes) -> Hashing.murmur3_128().hashBytesTo128Bits(bytes).toByteArray()),

	/** XXH3_64bits (Collet, 2019), 8 bytes in their canonical, big-endian order. */
	XXH3((bytes) -> ByteBuffer.allocate(8).putLong(xxh3(bytes)).array()),

	/**
	 * 32-bit FNV-1a (Fowler, Noll and Vo; RFC 9923), 4 bytes, big-endian. Weak on
	 * purpose: keys that differ in their last byte alone stay close together.
	 */
	FNV1A((bytes) -> ByteBuffer.allocate(4).putInt(fnv1a(bytes)).array());

	// Making one costs about as much as using it, and each use resets it.
	private static final ThreadLocal<MessageDigest> MD5_OF_THIS_THREAD = ThreadLocal.withInitial(NamedHash::newMd5);

	private final UnaryOperator<byte[]> function;

	NamedHash(UnaryOperator<byte[]> function) {
		this.function = function;
	}

	@Override
	public byte[] digest(byte[] bytes) {
		return this.function.apply(bytes);
	}

	/** {@link #XXH3} as a number. */
	public static long xxh3(byte[] bytes) {
		return Hashing.xxh3_64().hashBytesToLong(bytes);
	}

	private static byte[] md5(byte[] bytes) {
		return MD5_OF_THIS_THREAD.get().digest(bytes);
	}

	private static MessageDigest newMd5() {
		try {
			return MessageDigest.getInstance("MD5");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has to have MD5", ex);
		}
	}

	private static int fnv1a(byte[] bytes) {
		int hash = 0x811c9dc5;
		for (byte b : bytes) {
			hash = (hash ^ (b & 0xff)) * 0x01000193;
		}
		return hash;
	}

}
