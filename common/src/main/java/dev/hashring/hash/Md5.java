package dev.hashring.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import dev.hashring.ring.HashFunction;

/**
 * MD5 (RFC 1321): 16 bytes. Fine for spreading keys over a ring, not for security.
 */
public final class Md5 implements HashFunction {

	@Override
	public byte[] digest(byte[] bytes) {
		try {
			return MessageDigest.getInstance("MD5").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has to have MD5", ex);
		}
	}

}
