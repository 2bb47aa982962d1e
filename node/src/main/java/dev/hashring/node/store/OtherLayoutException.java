package dev.hashring.node.store;

/**
 * The entries of a store were put under another layout than that of a call.
 */
class OtherLayoutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OtherLayoutException(Layout held, Layout asked) {
		super("The entries here were put under the layout of epoch %d (%s); epoch %d has another one (%s)."
			.formatted(held.epoch(), held.text(), asked.epoch(), asked.text()));
	}

}
