package dev.hashring.router.log;

import dev.hashring.router.ring.SharedState;

/**
 * What stores keep of a state of the ring, as JSON.
 */
public final class SharedJson {

	private SharedJson() {
	}

	/** The same state gives the same bytes. */
	public static byte[] write(SharedState state) {
		return SettingsJson.MAPPER.writeValueAsBytes(state);
	}

	/**
	 * Reads what a store kept.
	 * @throws tools.jackson.core.JacksonException if that is none
	 */
	public static SharedState read(byte[] json) {
		return SettingsJson.MAPPER.readValue(json, SharedState.class);
	}

}
