package dev.hashring.node.store;

import dev.hashring.node.sqlite.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A call means another store.
 */
public class OtherStoreException extends RefusedException {

	private static final long serialVersionUID = 1L;

	private final @Nullable String store;

	OtherStoreException(@Nullable String store, String meant) {
		super("This node's store is %s, and not %s.".formatted(store, meant));
		this.store = store;
	}

	/** The id of this store. */
	public @Nullable String store() {
		return this.store;
	}

}
