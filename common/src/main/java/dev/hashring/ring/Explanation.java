package dev.hashring.ring;

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

}
