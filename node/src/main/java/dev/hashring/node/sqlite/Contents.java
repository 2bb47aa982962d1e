package dev.hashring.node.sqlite;

import dev.hashring.node.entry.Layout;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds in all.
 *
 * @param entries how many, tombstones among them
 * @param layout of the ring that put the first of them; null if there is none
 * @param recovering whether it took the place of a damaged one and has not got back yet
 * what that held
 */
public record Contents(long entries, @Nullable Layout layout, boolean recovering) {

	public static final Contents EMPTY = new Contents(0, null, false);

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
	 * Checks that a call decides by the same layout as the calls that put the entries.
	 * @throws OtherLayoutException if there are entries of another layout
	 */
	void refuseOther(Layout asked) {
		if (this.layout != null && this.layout.differsFrom(asked)) {
			throw new OtherLayoutException(this.layout, asked);
		}
	}

}
