package dev.hashring.cluster;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Requests for random keys, sent to a router at a steady rate by a few threads until it
 * is closed, and what came of each.
 */
public final class Load implements AutoCloseable {

	private static final int THREADS = 4;

	private static final int MILLISECONDS_BETWEEN = 5;

	private final Collection<Request> requests = new ConcurrentLinkedQueue<>();

	private final URI router;

	private final Workers workers;

	/**
	 * A request and its answer.
	 *
	 * @param sent when, as {@link System#nanoTime()} has it
	 * @param took how long it took
	 * @param status the status of the answer; 0 if there was none
	 * @param owner who owns the key
	 * @param member who answered
	 * @param epoch the epoch of the ring that decided
	 */
	public record Request(String key, long sent, Duration took, int status, String owner, String member, long epoch,
			String body) {

		public boolean failed() {
			return this.status != 200;
		}

	}

	public Load(URI router, long seed) {
		this.router = router;
		SplittableRandom random = new SplittableRandom(seed);
		this.workers = new Workers(THREADS, MILLISECONDS_BETWEEN, (thread) -> {
			SplittableRandom keys = random.split();
			return (i) -> this.requests.add(send(Integer.toString(keys.nextInt(10_000))));
		});
	}

	private Request send(String key) {
		long sent = System.nanoTime();
		try {
			HttpResponse<String> answer = Http.send(this.router.resolve("/route?key=" + key), StandardCharsets.UTF_8,
					"GET", "");
			return new Request(key, sent, Duration.ofNanos(System.nanoTime() - sent), answer.statusCode(),
					header(answer, "X-Ring-Owner"), header(answer, "X-Ring-Member"),
					Long.parseLong("0" + header(answer, "X-Ring-Epoch")), answer.body());
		}
		catch (RuntimeException ex) {
			return new Request(key, sent, Duration.ofNanos(System.nanoTime() - sent), 0, "", "", 0, ex.toString());
		}
	}

	private static String header(HttpResponse<String> answer, String name) {
		return answer.headers().firstValue(name).orElse("");
	}

	/** The requests that were sent from a moment on, and answered. */
	public List<Request> since(long nanoTime) {
		return this.requests.stream().filter((request) -> request.sent() - nanoTime >= 0).toList();
	}

	/** Ends the load; all requests, and what came of them. */
	public List<Request> end() {
		this.workers.close();
		return List.copyOf(this.requests);
	}

	/** Prints what came of requests, for whoever reads the log of a trial. */
	public static void print(String trial, List<Request> requests) {
		System.out.printf("%s: %d requests sent, %d failed, p50 %d ms, p99 %d ms, slowest %d ms%n", trial,
				requests.size(), requests.stream().filter(Request::failed).count(), quantile(requests, 0.5).toMillis(),
				quantile(requests, 0.99).toMillis(), quantile(requests, 1).toMillis());
	}

	/** The time that this part of the requests did not exceed. */
	public static Duration quantile(List<Request> requests, double part) {
		List<Duration> times = requests.stream().map(Request::took).sorted().toList();
		return times.isEmpty() ? Duration.ZERO : times.get((int) Math.ceil(part * (times.size() - 1)));
	}

	@Override
	public void close() {
		end();
	}

}
