package dev.hashring.placement;

import java.util.List;

import dev.hashring.ring.HashRing;

/**
 * The ring as one way to place keys among others.
 */
public record RingPlacement(HashRing ring) implements KeyPlacement {

	@Override
	public List<String> members() {
		return this.ring.members();
	}

	@Override
	public List<String> place(List<String> keys) {
		return keys.stream().map(this.ring::owner).toList();
	}

}
