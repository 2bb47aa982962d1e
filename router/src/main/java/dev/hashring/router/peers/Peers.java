package dev.hashring.router.peers;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The routers that share a ring, as one of them sees them. A router that shares its ring
 * with no other is alone.
 */
public interface Peers {

	/**
	 * A router.
	 *
	 * @param url where people reach it; null if it was not told
	 */
	record Router(String id, @Nullable URI url) {
	}

	/** A router that shares its ring with no other. */
	Peers ALONE = new Peers() {
	};

	/** This router; empty if it is alone. */
	default Optional<Router> own() {
		return Optional.empty();
	}

	/** All that are there, by their ids; none if this one is alone. */
	default List<Router> all() {
		return List.of();
	}

	/**
	 * Whether this is the one that does what one router at a time has to do. When the
	 * connection is lost it takes some seconds until another one is.
	 */
	default boolean leads() {
		return true;
	}

	/** Lets another router lead, if there is one. */
	default void resign() {
	}

	/** Has something done each time that this router begins to lead. */
	default void whenLeading(Runnable work) {
	}

	/**
	 * Tells the others that a member renewed its lease here.
	 * @throws dev.hashring.router.log.LogFailedException if they can't be told
	 */
	default void renewed(String member, Duration lease) {
	}

	/** For how long a member last renewed its lease, if that is known from any router. */
	default Optional<Duration> lease(String member) {
		return Optional.empty();
	}

	/** Has a listener told of leases that were renewed at another router. */
	default void onRenewal(BiConsumer<String, Duration> listener) {
	}

	/** Tells the others how far the rebalance is that this router runs. */
	default void tellProgress(byte[] progress) {
	}

	/** Has a listener told how far the rebalance is that another router runs. */
	default void onProgress(Consumer<byte[]> listener) {
	}

}
