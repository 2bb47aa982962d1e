package dev.hashring.node.store;

import org.jspecify.annotations.Nullable;

/**
 * What a store holds in all.
 *
 * @param entries how many, tombstones among them
 * @param layout of the ring that put the first of them; null if there is none
 * @param recovering whether it took the place of a damaged one and has not got back yet
 * what that held
 */
record Contents(long entries, @Nullable Layout layout, boolean recovering) {

	static final Contents EMPTY = new Contents(0, null, false);

	Contents withLayout(Layout first) {
		return new Contents(this.entries, first, this.recovering);
	}

	Contents withOneMore() {
		return new Contents(this.entries + 1, this.layout, this.recovering);
	}

	Contents recovered() {
		return new Contents(this.entries, this.layout, false);
	}

	/**
	 * Lets only those calls pass that decide as whoever put the entries did.
	 * @throws OtherLayoutException if there are entries of another layout
	 */
	void refuseOther(Layout asked) {
		if (this.layout != null && this.layout.differsFrom(asked)) {
			throw new OtherLayoutException(this.layout, asked);
		}
	}

}
