package dev.hashring.router.kv.rebalance;

/**
 * A member that a rebalance waits for.
 *
 * @param why to follow the member's id
 */
public record Waiting(String member, String why) {

}
