package dev.hashring.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.hashring.ring.HashFunction;

/**
 * How libketama (Jones, 2007) hashes keys: the first four bytes of their MD5 digest as
 * one little-endian number, on a ring of 2<sup>32</sup> positions.
 */
public enum KetamaHash implements HashFunction {

	/** The only instance. */
	INSTANCE;

	@Override
	public byte[] digest(byte[] bytes) {
		return NamedHash.MD5.digest(bytes);
	}

	@Override
	public long position(byte[] digest, long size) {
		return Integer.toUnsignedLong(ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getInt()) % size;
	}

}
