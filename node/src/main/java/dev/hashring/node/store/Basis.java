package dev.hashring.node.store;

import java.util.List;
import java.util.Objects;

import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.KnownRing;
import dev.hashring.node.sqlite.Contents;
import dev.hashring.node.sqlite.Identity;
import dev.hashring.node.store.Fence.Verdict;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.RingDescription.Keepers;
import dev.hashring.protocol.RingStamp;
import org.jspecify.annotations.Nullable;

/**
 * What a call goes by.
 *
 * @param store the id of the store that it means
 * @param state of the ring
 */
public record Basis(String store, RingStamp state) {

	/**
	 * Lets reads through, and new states of the ring.
	 * @throws OtherStoreException if another store is meant
	 * @throws StaleException if the store knows a later state
	 */
	void requireToRead(Contents known) {
		requireStore(known.identity());
		requireNotStale(known.identity());
	}

	/**
	 * Lets any other call through.
	 * @return the state that it goes by
	 * @throws OtherStoreException if another store is meant
	 * @throws StaleException if the store knows a later state
	 * @throws MissingStateException if the store knows only an earlier one
	 */
	KnownRing require(Contents known) {
		requireToRead(known);
		if (fence(known.identity()).check(this.state, false) == Verdict.SEND_STATE) {
			throw new MissingStateException();
		}
		return Objects.requireNonNull(known.ring());
	}

	/** Entries that may be put, where their keys lie on the ring. */
	List<Entry> place(List<EntryPage.Item> entries, Contents known) {
		Keepers ring = require(known).now();
		return entries.stream().map((entry) -> Entry.of(entry, ring.position(entry.key()))).toList();
	}

	void requireNotStale(@Nullable Identity known) {
		if (known != null && fence(known).check(this.state, true) == Verdict.STALE) {
			throw new StaleException(known.fence());
		}
	}

	void requireStore(@Nullable Identity identity) {
		if (identity == null || !identity.store().equals(this.store)) {
			throw new OtherStoreException((identity != null) ? identity.store() : null, this.store);
		}
	}

	private static Fence fence(@Nullable Identity known) {
		KnownRing ring = (known != null) ? known.ring() : null;
		return (known != null) ? new Fence((ring != null) ? ring.stamp() : null, known.promised()) : Fence.NONE;
	}

}
