package dev.hashring.router.kv.replication;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.web.Permits;

/**
 * Bounds how many calls to one node are under way. Clients get their answers once enough
 * other nodes have answered, so a slow one would get ever more calls.
 */
final class Turns {

	private final int most;

	private final Map<URI, Semaphore> free = new ConcurrentHashMap<>();

	/** So many calls to each node. */
	Turns(int most) {
		this.most = most;
	}

	/**
	 * Makes a call as soon as there are few enough others.
	 * @throws NoAnswerException if that is not before the deadline; then it was not made
	 */
	<T> T make(URI node, Deadline deadline, Answers.Wait<T> call) throws NoAnswerException {
		Semaphore turns = this.free.computeIfAbsent(node, (url) -> new Semaphore(this.most));
		if (!Permits.take(turns, 1, Duration.ofNanos(deadline.nanosLeft()))) {
			throw new NoAnswerException(Kind.UNREACHABLE, "has too many calls to answer");
		}
		try {
			return call.get();
		}
		finally {
			turns.release();
		}
	}

}
