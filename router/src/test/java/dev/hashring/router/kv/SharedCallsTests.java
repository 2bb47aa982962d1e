package dev.hashring.router.kv;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of requests that come together, so that they share their calls to nodes.
 */
class SharedCallsTests {

	private static final int ROUND = 400;

	private static final int MOST = 20 * ROUND;

	private final ExecutorService threads = Executors.newFixedThreadPool(8);

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@CsvSource({ "1, POST /store/batch, POST /store/entries",
			"3, PUT /store/batch, POST /store/entries, POST /store/heads" })
	void eachGetsItsOwnAnswer(ArgumentsAccessor given) throws Exception {
		List<String> shared = IntStream.range(1, given.size()).mapToObj(given::getString).toList();
		try (LocalCluster cluster = LocalCluster.start("--ring.replicas=" + given.getInteger(0),
				"--ring.connect-timeout=15s", "--ring.read-timeout=15s", "--ring.deadline=15s")) {
			KeyValueClient kv = new KeyValueClient(cluster.url());
			int next = 0;
			while (next < MOST && !areAllShared(cluster, shared)) {
				List<Callable<Boolean>> round = IntStream.range(next, next + ROUND)
					.<Callable<Boolean>>mapToObj((i) -> () -> putReplaceAndRead(kv, "key" + i, i % 4 * 10_000))
					.toList();
				for (Future<Boolean> done : this.threads.invokeAll(round)) {
					done.get();
				}
				next += ROUND;
			}
			assertThat(areAllShared(cluster, shared)).isTrue();
			assertThat(this.seen).containsExactly("201 1-, 200 2-, 200 2- value");
			assertThat(kv.list("", 1_000)).hasSize(next);
		}
	}

	private static boolean areAllShared(LocalCluster cluster, List<String> calls) {
		return calls.stream()
			.allMatch(
					(call) -> IntStream.rangeClosed(1, 3).anyMatch((i) -> cluster.node("node" + i).requests(call) > 0));
	}

	private boolean putReplaceAndRead(KeyValueClient kv, String key, int length) {
		HttpResponse<String> created = kv.put(key, "one");
		String value = key + "-".repeat(length);
		HttpResponse<String> replaced = kv.put(key, value);
		HttpResponse<String> read = kv.get(key);
		return this.seen.add("%s, %s, %s %s".formatted(summary(created), summary(replaced), summary(read),
				read.body().equals(value) ? "value" : read.body()));
	}

	/** The status of an answer, and the counter of its version. */
	private static String summary(HttpResponse<?> answer) {
		return answer.statusCode() + " " + answer.headers().firstValue("ETag").orElse("").replaceAll("\"|[^-]*$", "");
	}

}
