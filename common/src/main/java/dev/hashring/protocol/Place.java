package dev.hashring.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How a member stands on the ring, and where its entries are.
 *
 * @param id the member's id
 * @param weight how much of the ring it takes, beside a member of weight 1
 * @param position where it stands in fixed placement
 * @param store the id of its store; null while that is not known
 */
public record Place(String id, double weight, @Nullable Long position, @Nullable String store) {

}
