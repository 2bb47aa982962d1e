package dev.hashring.router.kv.rebalance;

import java.time.Instant;
import java.util.List;

import dev.hashring.router.log.Change;
import org.jspecify.annotations.Nullable;

/**
 * How far a rebalance is.
 *
 * @param change what entries move for
 * @param from the epoch of the ring that they move from
 * @param to the epoch of the ring that they move to, if nothing else changes meanwhile
 * @param stage {@code joint}: entries are copied, and reads and writes ask both rings
 * @param arcs how many parts of the ring get other keepers
 * @param arcsDone how many of these have all their entries there
 * @param keys how many entries move, as counted when it began
 * @param keysDone how many have moved
 * @param bytes of their values
 * @param waitingFor members without which it can't go on
 * @param behind members that were away for too long, and get what they lack when they are
 * back
 * @param lost how many entries were given up with the only members that had them, as
 * these last counted them; null if that is not known, or none were
 */
public record Progress(Change change, long from, long to, String stage, int arcs, int arcsDone, long keys,
		long keysDone, long bytes, long bytesDone, Instant startedAt, List<Waiting> waitingFor, List<String> behind,
		@Nullable Long lost) {

}
