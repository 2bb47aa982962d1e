package dev.hashring.router.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import dev.hashring.protocol.Token;

/**
 * What follows from a token and does not tell it: PBKDF2 (RFC 8018).
 *
 * @param salt in hexadecimal digits
 * @param hash in hexadecimal digits
 */
public record TokenSeal(String salt, String hash) {

	private static final int ROUNDS = 100_000;

	private static final int BITS = 256;

	static TokenSeal of(Token token) {
		byte[] salt = new byte[16];
		new SecureRandom().nextBytes(salt);
		return of(token, salt);
	}

	private static TokenSeal of(Token token, byte[] salt) {
		try {
			byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
				.generateSecret(new PBEKeySpec(token.value().toCharArray(), salt, ROUNDS, BITS))
				.getEncoded();
			return new TokenSeal(HexFormat.of().formatHex(salt), HexFormat.of().formatHex(hash));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	boolean fits(Token token) {
		TokenSeal other = of(token, HexFormat.of().parseHex(this.salt));
		return MessageDigest.isEqual(HexFormat.of().parseHex(this.hash), HexFormat.of().parseHex(other.hash));
	}

}
