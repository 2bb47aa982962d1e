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

	/** The {@link RingStamp} of the state that a call goes by, or that a store knows. */
	public static final String STATE = "X-Ring-State";

	/** The id of the store that is meant, and of the one that answers. */
	public static final String STORE = "X-Ring-Store";

	/** The {@link Version} of an entry. */
	public static final String VERSION = "X-Ring-Version";

	/** In place of a version: there never was an entry. A 404 without it says nothing. */
	public static final String NO_VERSION = "none";

	/**
	 * In place of a version, the writer of one, in 16 hex digits: the store takes the
	 * counter of the entry that it has, plus one. Only where one replica is a majority.
	 */
	public static final String WRITER = "X-Ring-Writer";

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
