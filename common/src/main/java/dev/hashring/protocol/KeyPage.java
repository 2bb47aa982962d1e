package dev.hashring.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Keys that a store holds, in the order of their bytes in UTF-8.
 *
 * @param more whether others follow
 */
public record KeyPage(List<Item> keys, boolean more) {

	/** By the bytes of keys in UTF-8. */
	public static final Comparator<String> ORDER = Comparator.comparing((key) -> key.getBytes(StandardCharsets.UTF_8),
			Arrays::compareUnsigned);

	/**
	 * A key.
	 *
	 * @param version of its entry, as {@link Version} writes it
	 * @param deleted whether the entry is a tombstone
	 */
	public record Item(String key, String version, boolean deleted) {
	}

}
