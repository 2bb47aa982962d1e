package dev.hashring.node.store;

import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with a store, as far as it knows. Both sentences follow the node's name.
 *
 * @param damage why the file is damaged; null if it is not
 * @param failure why nothing can be written; null if it can
 */
record Condition(@Nullable String damage, @Nullable String failure) {

	static final Condition WELL = new Condition(null, null);

	private static final Logger log = LoggerFactory.getLogger(Condition.class);

	Condition damaged(DamagedFileException found) {
		return new Condition(found.getMessage(), this.failure);
	}

	/** There is another file. */
	Condition renewed() {
		return new Condition(null, this.failure);
	}

	Condition failing(RuntimeException found) {
		return new Condition(this.damage, found.getMessage());
	}

	Condition writing() {
		return new Condition(this.damage, null);
	}

	/**
	 * What it can do. While it recovers it is never said to be read-only: that has
	 * everything.
	 */
	State state(Contents contents) {
		if (this.damage != null) {
			return State.DAMAGED;
		}
		if (contents.recovering()) {
			return State.RECOVERING;
		}
		return (this.failure != null) ? State.READ_ONLY : State.READY;
	}

	StoreStatus status(Contents contents) {
		State state = state(contents);
		Layout layout = contents.layout();
		return new StoreStatus(state, reason(state), contents.entries(), (layout != null) ? layout.text() : null,
				(layout != null) ? layout.epoch() : null);
	}

	private @Nullable String reason(State state) {
		return switch (state) {
			case DAMAGED -> this.damage;
			case RECOVERING -> "has not got back yet what a damaged file held"
					+ ((this.failure != null) ? ", and " + this.failure : "");
			case READ_ONLY -> this.failure;
			case READY, NONE -> null;
		};
	}

	/** Tells the log what is new. */
	void logAfter(Condition before) {
		if (this.damage != null && before.damage == null) {
			log.error("This node {}", this.damage);
		}
		if (this.failure != null && before.failure == null) {
			log.error("This node {}; it writes nothing until that is over.", this.failure);
		}
		if (this.failure == null && before.failure != null) {
			log.info("This node writes again.");
		}
	}

}
