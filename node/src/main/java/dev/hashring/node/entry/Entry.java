package dev.hashring.node.entry;

import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps for one key.
 *
 * @param body empty if it is a tombstone
 */
public record Entry(Head head, byte[] body) {

	public static Entry of(String key, long position, Version version, @Nullable String type, byte[] body) {
		return new Entry(new Head(key, position, version, false, type, Head.hash(body)), body);
	}

	public static Entry tombstone(String key, long position, Version version) {
		byte[] nothing = new byte[0];
		return new Entry(new Head(key, position, version, true, null, Head.hash(nothing)), nothing);
	}

	/** The same entry in another version. */
	public Entry in(Version version) {
		return new Entry(new Head(this.head.key(), this.head.position(), version, this.head.deleted(), this.head.type(),
				this.head.bodyHash()), this.body);
	}

	/** Whether the body is the one that was stored. */
	public boolean isWhole() {
		return Head.hash(this.body) == this.head.bodyHash();
	}

}
