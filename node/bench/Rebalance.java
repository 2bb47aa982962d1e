import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has a fifth member join four that hold entries, idle and under load, and prints what
 * {@code ./run rebalance} makes its table of:
 *
 * <pre>java Rebalance.java ROUTER NEW_NODE ENTRIES RATE SECONDS</pre>
 *
 * Requests come at fixed times, half of them reads and half writes, whether those before
 * them are answered or not; their latency counts from the time at which they were due.
 */
class Rebalance {

	private static final int THREADS = 64;

	private static final byte[] BODY = new byte[1024];

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI router;

	private final String node;

	private final int entries;

	private final int rate;

	private final int seconds;

	private volatile Latencies latencies = new Latencies();

	Rebalance(String[] args) {
		this.router = URI.create(args[0]);
		this.node = args[1];
		this.entries = Integer.parseInt(args[2]);
		this.rate = Integer.parseInt(args[3]);
		this.seconds = Integer.parseInt(args[4]);
		ThreadLocalRandom.current().nextBytes(BODY);
	}

	public static void main(String[] args) {
		Rebalance bench = new Rebalance(args);
		bench.fill();
		bench.join();
		bench.leave();
		System.out.println("IDLE " + bench.join());
		bench.leave();
		bench.load(bench::join);
		bench.leave();
		bench.load(() -> {
			bench.sleep();
			bench.latencies();
			bench.sleep();
			Latencies before = bench.latencies();
			String move = bench.join();
			Latencies during = bench.latencies();
			bench.sleep();
			Latencies after = bench.latencies();
			System.out.println("LOAD " + move + " " + before + " " + during + " " + after);
		});
	}

	private void fill() {
		AtomicLong next = new AtomicLong();
		inThreads(() -> {
			for (long i = next.getAndIncrement(); i < this.entries; i = next.getAndIncrement()) {
				// Nodes that have just started may be slow to answer.
				while (send("PUT", "/kv?key=entry" + i, BodyPublishers.ofByteArray(BODY)).statusCode() == 503) {
					sleep(Duration.ofMillis(100));
				}
			}
		}).forEach(Rebalance::end);
	}

	private static List<Thread> inThreads(Runnable work) {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			threads.add(new Thread(work));
		}
		threads.forEach(Thread::start);
		return threads;
	}

	private static void end(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What was moved, and how long that took: entries, bytes, seconds. */
	private String join() {
		double keys = metric("ring_rebalance_keys_total");
		double bytes = metric("ring_rebalance_bytes_total");
		double took = change("PUT", BodyPublishers.ofString("{\"url\": \"%s\"}".formatted(this.node)));
		return String.format(Locale.ROOT, "%.0f %.0f %.3f", metric("ring_rebalance_keys_total") - keys,
				metric("ring_rebalance_bytes_total") - bytes, took);
	}

	/** Waits until the node has forgotten what it kept, too. */
	private void leave() {
		change("DELETE", BodyPublishers.noBody());
		while (!send("GET", this.node + "/store", BodyPublishers.noBody()).body().contains("\"entries\":0,")) {
			sleep(Duration.ofMillis(100));
		}
	}

	private double change(String method, BodyPublisher body) {
		long start = System.nanoTime();
		require(send(method, "/ring/members/node5", body), 202);
		while (send("GET", "/ring/rebalance", BodyPublishers.noBody()).statusCode() != 404) {
			sleep(Duration.ofMillis(20));
		}
		return (System.nanoTime() - start) / 1e9;
	}

	private double metric(String name) {
		return send("GET", "/actuator/prometheus", BodyPublishers.noBody()).body()
			.lines()
			.filter((line) -> line.startsWith(name + "{"))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	private void sleep() {
		sleep(Duration.ofSeconds(this.seconds));
	}

	private static void sleep(Duration duration) {
		try {
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Latencies in nanoseconds. */
	private record Latencies(ConcurrentLinkedQueue<Long> reads, ConcurrentLinkedQueue<Long> writes) {

		Latencies() {
			this(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
		}

		/** The 99th percentiles in milliseconds. */
		@Override
		public String toString() {
			return String.format(Locale.ROOT, "%.2f %.2f", p99(this.reads), p99(this.writes));
		}

		private static double p99(ConcurrentLinkedQueue<Long> latencies) {
			long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
			return sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6;
		}

	}

	/** Those since the last call of this. */
	private Latencies latencies() {
		Latencies last = this.latencies;
		this.latencies = new Latencies();
		return last;
	}

	/** Sends requests at the given rate while something else is done. */
	private void load(Runnable meanwhile) {
		latencies();
		AtomicLong next = new AtomicLong();
		long start = System.nanoTime();
		AtomicBoolean isOver = new AtomicBoolean();
		List<Thread> threads = inThreads(() -> {
			while (!isOver.get()) {
				long i = next.getAndIncrement();
				long due = start + i * 1_000_000_000 / this.rate;
				sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
				Latencies now = this.latencies;
				long key = ThreadLocalRandom.current().nextInt(this.entries);
				if (i % 2 == 0) {
					get(key);
					now.reads().add(System.nanoTime() - due);
				}
				else {
					put(key);
					now.writes().add(System.nanoTime() - due);
				}
			}
		});
		meanwhile.run();
		isOver.set(true);
		threads.forEach(Rebalance::end);
	}

	private void get(long key) {
		require(send("GET", "/kv?key=entry" + key, BodyPublishers.noBody()), 200);
	}

	private void put(long key) {
		require(send("PUT", "/kv?key=entry" + key, BodyPublishers.ofByteArray(BODY)), 200, 201);
	}

	private static void require(HttpResponse<String> answer, Integer... statuses) {
		if (!Arrays.asList(statuses).contains(answer.statusCode())) {
			System.err.println(answer + " " + answer.body());
			System.exit(1);
		}
	}

	private HttpResponse<String> send(String method, String target, BodyPublisher body) {
		try {
			return this.client.send(
					HttpRequest.newBuilder(this.router.resolve(target))
						.method(method, body)
						.header("Authorization", "Bearer bench")
						.header("Content-Type", "application/json")
						.build(),
					BodyHandlers.ofString());
		}
		catch (Exception ex) {
			System.err.println(method + " " + target + ": " + ex);
			System.exit(1);
			throw new IllegalStateException(ex);
		}
	}

}
