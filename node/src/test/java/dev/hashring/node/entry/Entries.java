package dev.hashring.node.entry;

import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;

/**
 * Entries for tests.
 */
public final class Entries {

	private Entries() {
	}

	public static EntryPage.Item item(String key, Version version, @Nullable String type, byte[] body) {
		return EntryPage.Item.of(key, version, false, type, body);
	}

	public static EntryPage.Item tombstone(String key, Version version) {
		return EntryPage.Item.of(key, version, true, null, new byte[0]);
	}

	public static Entry of(String key, long position, Version version, @Nullable String type, byte[] body) {
		return Entry.of(item(key, version, type, body), position);
	}

	public static Entry tombstone(String key, long position, Version version) {
		return Entry.of(tombstone(key, version), position);
	}

}
