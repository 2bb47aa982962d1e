package dev.hashring.router.peers;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The routers that share a ring, as one of them sees them. A router that shares its ring
 * with no other is alone.
 */
public interface Peers {

	/**
	 * A router.
	 *
	 * @param url where people reach it
	 */
	record Router(String id, URI url) {
	}

	/** This router; empty if it is alone. */
	Optional<Router> own();

	/** All that are there, by their ids; none if this one is alone. */
	List<Router> all();

	/**
	 * Whether this is the one that does what one router at a time has to do. When the
	 * connection is lost it takes some seconds until another one is.
	 */
	boolean leads();

	/** Lets another router lead, if there is one. */
	void resign();

	/** Has something done each time that this router begins to lead. */
	void whenLeading(Runnable work);

	/**
	 * Tells the others that a member renewed its lease here.
	 * @throws dev.hashring.router.log.LogFailedException if they can't be told
	 */
	void renewed(String member, Duration lease);

	/** Has a listener told of leases that were renewed at another router. */
	void onRenewal(BiConsumer<String, Duration> listener);

	/** Tells the others how far the rebalance is that this router runs. */
	void tellProgress(byte[] progress);

	/** Has a listener told how far the rebalance is that another router runs. */
	void onProgress(Consumer<byte[]> listener);

}
