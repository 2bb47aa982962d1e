package dev.hashring.node.entry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.hashring.hash.NamedHash;
import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;

/**
 * An entry without its body.
 *
 * @param position of its key on the ring
 * @param deleted whether it is a tombstone
 * @param type the body's content type, if it was given one
 * @param bodyHash of the body, by {@link NamedHash#xxh3(byte[])}
 */
public record Head(String key, long position, Version version, boolean deleted, @Nullable String type, long bodyHash) {

	/** The same where its key lies on another ring. */
	public Head at(long position) {
		return new Head(this.key, position, this.version, this.deleted, this.type, this.bodyHash);
	}

	/**
	 * A checksum of all fields and, by {@code bodyHash}, of the body. Equal entries have
	 * equal ones on every node.
	 */
	public long checksum() {
		byte[] keyBytes = this.key.getBytes(StandardCharsets.UTF_8);
		byte[] typeBytes = (this.type != null) ? this.type.getBytes(StandardCharsets.UTF_8) : new byte[0];
		return NamedHash.xxh3(ByteBuffer.allocate(keyBytes.length + typeBytes.length + 42)
			.putLong(this.position)
			.putLong(this.version.counter())
			.putLong(this.version.writer())
			.putLong(this.bodyHash)
			.put((byte) (this.deleted ? 1 : 0))
			.put((byte) ((this.type != null) ? 1 : 0))
			.putLong(keyBytes.length)
			.put(keyBytes)
			.put(typeBytes)
			.array());
	}

}
