package dev.hashring.placement;

import java.util.List;

/**
 * A way to place keys on members. A placement is a value: never changed, shared by any
 * number of threads without a lock, and the same for the same members in any order. When
 * members join or leave, there is another placement.
 */
public interface KeyPlacement {

	/** The ids of the members, in their natural order. */
	List<String> members();

	/**
	 * The ids of the members that own these keys, in the order of the keys. Where loads
	 * are bounded, a key's owner depends on all the keys and on their order; otherwise on
	 * the key alone.
	 */
	List<String> place(List<String> keys);

}
