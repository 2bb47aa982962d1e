package dev.hashring.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A safeguard that is taken out.
 *
 * @param lacking null: all are there
 */
record Flaw(@Nullable Safeguard lacking) {

	static final Flaw NONE = new Flaw(null);

	boolean lacks(Safeguard safeguard) {
		return this.lacking == safeguard;
	}

}
