package dev.hashring.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.hashring.history.Operation;
import dev.hashring.history.Operation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Readers and writers of {@value #KEYS} keys at a router's {@code /kv}, until it is
 * closed, and what they saw. Some keys are used more often than others; no value is
 * written twice. At most {@value #MOST} operations are called.
 */
public final class Recorder implements AutoCloseable {

	private static final int MOST = 1_000_000;

	private static final int KEYS = 50;

	private static final int READERS = 4;

	private static final int WRITERS = 4;

	private static final int MILLISECONDS_BETWEEN = 5;

	private final Collection<Operation> history = new ConcurrentLinkedQueue<>();

	private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();

	private final List<Thread> threads = new ArrayList<>();

	private final URI router;

	private final long origin = System.nanoTime();

	private volatile boolean closed;

	public Recorder(URI router, long seed) {
		this.router = router;
		SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < READERS + WRITERS; i++) {
			SplittableRandom own = random.split();
			String name = (i < READERS) ? null : "w" + (i - READERS + 1);
			this.threads.add(new Thread(() -> run(own, name)));
		}
		this.threads.forEach(Thread::start);
	}

	/** The operations of a writer with this name; null: of a reader. */
	private void run(SplittableRandom random, @Nullable String writer) {
		HttpClient http = client();
		for (int i = 0; i < MOST / (READERS + WRITERS) && !this.closed; i++) {
			String key = "key" + random.nextInt(1 + random.nextInt(1 + random.nextInt(KEYS)));
			if (writer == null) {
				call(http, Kind.GET, key, null);
			}
			else if (random.nextInt(5) == 0) {
				call(http, Kind.DELETE, key, null);
			}
			else {
				call(http, Kind.PUT, key, writer + "-" + i);
			}
			try {
				Thread.sleep(MILLISECONDS_BETWEEN);
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private static HttpClient client() {
		return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
	}

	private Operation call(HttpClient http, Kind kind, String key, @Nullable String value) {
		HttpRequest request = HttpRequest.newBuilder(this.router.resolve("/kv?key=" + key))
			.timeout(Duration.ofSeconds(20))
			.method(kind.name(), (value != null) ? BodyPublishers.ofString(value) : BodyPublishers.noBody())
			.build();
		long start = now();
		Operation operation = new Operation(key, kind, value, start, null);
		int status = 0;
		try {
			HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
			status = answer.statusCode();
			if (status / 100 == 2 || (kind == Kind.GET && status == 404)) {
				String found = (kind == Kind.GET && status != 404) ? answer.body() : value;
				operation = new Operation(key, kind, found, start, now());
			}
		}
		catch (IOException | InterruptedException ex) {
			// Its outcome is unknown.
		}
		this.statuses.merge(status, 1, Integer::sum);
		this.history.add(operation);
		return operation;
	}

	private long now() {
		return System.nanoTime() - this.origin;
	}

	/** How many operations were answered well. */
	public long answered() {
		return this.history.stream().filter((operation) -> !operation.isOpen()).count();
	}

	/** How often each status was answered; 0: no answer. */
	public Map<Integer, Integer> statuses() {
		return this.statuses;
	}

	/**
	 * Ends it, and reads each key once more; all that readers and writers saw.
	 * @throws IllegalStateException if a key can't be read now
	 */
	public List<Operation> end() {
		close();
		HttpClient http = client();
		for (int key = 0; key < KEYS; key++) {
			Operation read = call(http, Kind.GET, "key" + key, null);
			if (read.isOpen()) {
				throw new IllegalStateException("%s can't be read at the end.".formatted(read.key()));
			}
		}
		return List.copyOf(this.history);
	}

	/** Prints what came of a history, for whoever reads the log of a trial. */
	public static void print(String trial, List<Operation> history) {
		Map<Boolean, Long> reads = answered(history.stream().filter(Operation::isRead));
		Map<Boolean, Long> writes = answered(history.stream().filter((operation) -> !operation.isRead()));
		System.out.printf("%s: %d operations: %d writes acknowledged, %d with unknown outcome, %d reads, %d failed%n",
				trial, history.size(), writes.get(true), writes.get(false), reads.get(true), reads.get(false));
	}

	private static Map<Boolean, Long> answered(Stream<Operation> operations) {
		return operations.collect(Collectors.partitioningBy((operation) -> !operation.isOpen(), Collectors.counting()));
	}

	@Override
	public void close() {
		this.closed = true;
		for (Thread thread : this.threads) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
