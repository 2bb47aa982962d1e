package dev.hashring.protocol;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The headers between the router and the store of a node.
 */
public final class StoreHeader {

	/** The id of the node that is meant, and of the one that answers, URL-encoded. */
	public static final String NODE = "X-Ring-Node";

	/** The epoch of the ring that the router decides by. */
	public static final String EPOCH = "X-Ring-Epoch";

	/**
	 * What decides where entries lie on that ring, as a short text. A store that holds
	 * entries takes no call of a ring that has another.
	 */
	public static final String LAYOUT = "X-Ring-Layout";

	/** The {@link Version} of an entry. */
	public static final String VERSION = "X-Ring-Version";

	/** In place of a version: there never was an entry. A 404 without it says nothing. */
	public static final String NO_VERSION = "none";

	/**
	 * In place of a version, the writer of one, in 16 hex digits: the counter is to be
	 * one above that of the entry that is there. For whoever is a majority by itself.
	 */
	public static final String WRITER = "X-Ring-Writer";

	/** The position of an entry's key on the ring. */
	public static final String POSITION = "X-Ring-Position";

	/** {@code true} if the entry says that there is nothing any more: a tombstone. */
	public static final String DELETED = "X-Ring-Deleted";

	/**
	 * {@code true} if the entry is the newest that a majority of the replicas without
	 * this one has, so that it may take the place of a damaged one.
	 */
	public static final String REPAIR = "X-Ring-Repair";

	private StoreHeader() {
	}

	/** The id of a member as headers have it: URL-encoded, since they are ASCII. */
	public static String id(String id) {
		return URLEncoder.encode(id, StandardCharsets.UTF_8);
	}

}
