package dev.hashring.ring;

import java.util.HexFormat;
import java.util.List;

/**
 * Why a key belongs to its owner.
 *
 * @param key the key
 * @param bytes its UTF-8 bytes
 * @param digest their digest
 * @param position where on the ring the digest puts the key
 * @param candidates the first point of each member, in the order in which they are met
 * clockwise from the key; the owner's is the first
 */
public record Explanation(String key, byte[] bytes, byte[] digest, long position, List<Point> candidates) {

	@Override
	public String toString() {
		HexFormat hex = HexFormat.of();
		return "Explanation[key=%s, bytes=%s, digest=%s, position=%s, candidates=%s]".formatted(this.key,
				hex.formatHex(this.bytes), hex.formatHex(this.digest), this.position, this.candidates);
	}

}
