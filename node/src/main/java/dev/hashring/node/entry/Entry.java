package dev.hashring.node.entry;

import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.Version;

/**
 * What a store keeps for one key.
 *
 * @param body empty if it is a tombstone
 */
public record Entry(Head head, byte[] body) {

	/** An entry that came, at the position of its key. */
	public static Entry of(EntryPage.Item item, long position) {
		return new Entry(new Head(item.key(), position, item.version(), item.deleted(), item.type(), item.bodyHash()),
				item.body());
	}

	/** What goes to another store. */
	public EntryPage.Item item() {
		return new EntryPage.Item(this.head.key(), this.head.version(), this.head.deleted(), this.head.type(),
				this.head.bodyHash(), this.body);
	}

	/** Whether the body is the one that was stored. */
	public boolean isWhole() {
		return item().isWhole();
	}

	/** The same entry in another version. */
	public Entry in(Version version) {
		return new Entry(new Head(this.head.key(), this.head.position(), version, this.head.deleted(), this.head.type(),
				this.head.bodyHash()), this.body);
	}

}
