package dev.hashring.protocol;

import java.util.List;

/**
 * Keys that a store holds, in the order of their bytes in UTF-8.
 *
 * @param more whether others follow
 */
public record KeyPage(List<Item> keys, boolean more) {

	/**
	 * A key.
	 *
	 * @param version of its entry, as {@link Version} writes it
	 * @param deleted whether the entry is a tombstone
	 */
	public record Item(String key, String version, boolean deleted) {
	}

}
