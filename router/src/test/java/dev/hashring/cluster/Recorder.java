package dev.hashring.cluster;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.hashring.history.Linearizability;
import dev.hashring.history.Operation;
import dev.hashring.history.Operation.Kind;
import dev.hashring.history.Violation;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * Readers and writers of {@value #KEYS} keys at the {@code /kv} of routers, until it is
 * closed, and what they saw. Some keys are used more often than others; no value is
 * written twice.
 */
public final class Recorder implements AutoCloseable {

	private static final int KEYS = 50;

	private static final int READERS = 4;

	private static final int WRITERS = 4;

	private static final int MILLISECONDS_BETWEEN = Soak.ON ? 5 : 20;

	private final Collection<Operation> history = new ConcurrentLinkedQueue<>();

	/** How often each status was answered, by the router's number. */
	private final Map<Integer, Map<Integer, Integer>> statuses = new ConcurrentSkipListMap<>();

	/** What routers said that failed, for people to read. */
	private final Collection<String> failures = new ConcurrentLinkedQueue<>();

	private final List<Supplier<URI>> routers;

	private final String prefix;

	private final long origin = System.nanoTime();

	private final Workers workers;

	public Recorder(URI router, long seed) {
		this(List.of(() -> router), seed, "key");
	}

	/**
	 * At several routers that share a ring, each of which may get another address.
	 * @param prefix how keys begin
	 */
	Recorder(List<Supplier<URI>> routers, long seed, String prefix) {
		this.prefix = prefix;
		this.routers = routers;
		SplittableRandom random = new SplittableRandom(seed);
		this.workers = new Workers(READERS + WRITERS, MILLISECONDS_BETWEEN, (thread) -> {
			SplittableRandom own = random.split();
			return (thread < READERS) ? (i) -> read(thread, own)
					: (i) -> write(thread, own, "w" + (thread - READERS + 1) + "-" + i);
		});
	}

	/** All keys that it may use. */
	static List<String> keys(String prefix) {
		return IntStream.range(0, KEYS).mapToObj((i) -> prefix + i).toList();
	}

	private void read(int thread, SplittableRandom random) {
		call(thread, Kind.GET, key(random), null);
	}

	/** Puts this value or deletes one. */
	private void write(int thread, SplittableRandom random, String value) {
		String key = key(random);
		if (random.nextInt(5) == 0) {
			call(thread, Kind.DELETE, key, null);
		}
		else {
			call(thread, Kind.PUT, key, value);
		}
	}

	private String key(SplittableRandom random) {
		return this.prefix + random.nextInt(1 + random.nextInt(1 + random.nextInt(KEYS)));
	}

	private Operation call(int thread, Kind kind, String key, @Nullable String value) {
		long start = now();
		Operation operation = new Operation(key, kind, value, start, null);
		int status = 0;
		try {
			HttpResponse<String> answer = new KeyValueClient(this.routers.get(thread % this.routers.size()).get())
				.send(kind.name(), "?key=" + key, (value != null) ? value : "");
			status = answer.statusCode();
			if (status / 100 == 2 || (kind == Kind.GET && status == 404)) {
				String found = (kind == Kind.GET && status != 404) ? answer.body() : value;
				operation = new Operation(key, kind, found, start, now());
			}
			else {
				this.failures.add("router %d, after %d ms: %s %s".formatted(thread % this.routers.size(),
						now() / 1_000_000, kind, answer.body()));
			}
		}
		catch (RuntimeException ex) {
			// Its outcome is unknown.
		}
		this.statuses.computeIfAbsent(thread % this.routers.size(), (router) -> new ConcurrentSkipListMap<>())
			.merge(status, 1, Integer::sum);
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
		Map<Integer, Integer> all = new TreeMap<>();
		this.statuses.values()
			.forEach((some) -> some.forEach((status, count) -> all.merge(status, count, Integer::sum)));
		return all;
	}

	/** What was said where something failed. */
	Collection<String> failures() {
		return this.failures;
	}

	/** Those that the router of this number answered, from 0. */
	Set<Integer> statusesOf(int router) {
		return this.statuses.get(router).keySet();
	}

	/** Waits until so many more operations were answered well. */
	void awaitAnswers(int more) {
		long before = answered();
		await().atMost(Duration.ofMinutes(2)).until(() -> answered() >= before + more);
	}

	/**
	 * Ends it, reads each key once more, and prints what came of all, for whoever reads
	 * the log of a trial.
	 * @return the keys that are not linearizable
	 * @throws IllegalStateException if a key can't be read now
	 */
	public List<Violation> end(String trial) {
		close();
		for (int key = 0; key < KEYS; key++) {
			Operation read = call(key, Kind.GET, this.prefix + key, null);
			if (read.isOpen()) {
				throw new IllegalStateException("%s can't be read at the end.".formatted(read.key()));
			}
		}
		List<Violation> violations = Linearizability.violations(List.copyOf(this.history));
		Map<Boolean, Long> reads = answered(this.history.stream().filter(Operation::isRead));
		Map<Boolean, Long> writes = answered(this.history.stream().filter((operation) -> !operation.isRead()));
		System.out.printf("%s: %d operations: %d writes acknowledged, %d with unknown outcome, %d reads, %d failed%n",
				trial, this.history.size(), writes.get(true), writes.get(false), reads.get(true), reads.get(false));
		System.out.printf("Answers by status: %s; keys that are not linearizable: %d%n", statuses(), violations.size());
		return violations;
	}

	private static Map<Boolean, Long> answered(Stream<Operation> operations) {
		return operations.collect(Collectors.partitioningBy((operation) -> !operation.isOpen(), Collectors.counting()));
	}

	@Override
	public void close() {
		this.workers.close();
	}

}
