package dev.hashring.node.store;

import dev.hashring.protocol.StoreStatus.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store can do at the moment. {@code node/README.md} has the same as a table.
 * Sentences follow the node's name.
 *
 * @param trouble of a damaged store, the damage; of any other, why it can't write; null
 * if nothing is wrong
 */
record Mode(State state, @Nullable String trouble) {

	static final Mode ABSENT = new Mode(State.NONE, null);

	static final Mode READY = new Mode(State.READY, null);

	static final Mode RECOVERING = new Mode(State.RECOVERING, null);

	private static final Logger log = LoggerFactory.getLogger(Mode.class);

	static Mode damaged(RuntimeException found) {
		return new Mode(State.DAMAGED, found.getMessage());
	}

	/** After a write that failed. A store that recovers is never called read-only. */
	Mode failing(RuntimeException found) {
		return mayCompare() ? new Mode(is(State.RECOVERING) ? State.RECOVERING : State.READ_ONLY, found.getMessage())
				: this;
	}

	/** After a write that succeeded. */
	Mode writing() {
		return is(State.READ_ONLY) ? READY : is(State.RECOVERING) ? RECOVERING : this;
	}

	boolean is(State asked) {
		return this.state == asked;
	}

	/** Whether an entry that is found counts. */
	boolean mayRead() {
		return mayList() || is(State.DAMAGED);
	}

	/** Whether an entry that is not found was never put. */
	boolean mayList() {
		return is(State.READY) || is(State.READ_ONLY);
	}

	/** Whether other stores may learn what it holds, to bring what it lacks. */
	boolean mayCompare() {
		return mayList() || is(State.RECOVERING);
	}

	/** Whether it takes an entry that brings its version. */
	boolean mayWrite() {
		return mayCompare() && !isFailing();
	}

	/** Whether it takes an entry that gets its version here. */
	boolean mayWriteNext() {
		return mayWrite() && mayList();
	}

	/** Whether it could write if the disk let it. */
	boolean isFailing() {
		return mayCompare() && this.trouble != null;
	}

	/** Why it can't do everything; null if it can. */
	@Nullable String why() {
		return switch (this.state) {
			case NONE -> "keeps nothing: it has no folder (NODE_DATA)";
			case RECOVERING -> "has not got back yet what a damaged file held"
					+ ((this.trouble != null) ? ", and " + this.trouble : "");
			case READY, READ_ONLY, DAMAGED -> this.trouble;
		};
	}

	/** Tells the log what is new. */
	void logAfter(Mode before) {
		if (is(State.DAMAGED) && !before.is(State.DAMAGED)) {
			log.error("This node {}", this.trouble);
		}
		if (isFailing() && !before.isFailing()) {
			log.error("This node {}; it writes nothing until that is over.", this.trouble);
		}
		if (before.isFailing() && mayWrite()) {
			log.info("This node writes again.");
		}
	}

}
