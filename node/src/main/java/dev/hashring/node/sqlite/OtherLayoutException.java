package dev.hashring.node.sqlite;

import dev.hashring.node.entry.Layout;

/**
 * The entries of a store were put under another layout than that of a call.
 */
public class OtherLayoutException extends RefusedException {

	private static final long serialVersionUID = 1L;

	OtherLayoutException(Layout held, Layout asked) {
		super(("This node's entries were put by another ring (epoch %d, layout %s)"
				+ " than that of this call (epoch %d, layout %s).")
			.formatted(held.epoch(), held.text(), asked.epoch(), asked.text()));
	}

}
