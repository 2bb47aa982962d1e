package dev.hashring.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The ways to place members on the ring.
 */
public enum PlacementMode {

	/** Each member stands at the one position that it was given. */
	@JsonProperty("fixed")
	FIXED,

	/** Each member stands at many points, hashed from its id. */
	@JsonProperty("virtual-nodes")
	VIRTUAL_NODES,

	/** The points and key hashes of libketama, as memcached's clients have them. */
	@JsonProperty("ketama")
	KETAMA

}
