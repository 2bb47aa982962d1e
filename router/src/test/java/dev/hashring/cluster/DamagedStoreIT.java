package dev.hashring.cluster;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.hashring.protocol.StoreStatus.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Values with three replicas on three nodes in containers, one of which has a full disk,
 * or a file that is not as it left it.
 */
@EnabledIfDockerAvailable
class DamagedStoreIT {

	private static final long SEED = 20261123;

	private static final Duration SOON = Duration.ofMinutes(2);

	private static final int LARGEST = 1 << 20;

	private static final String FILE = "store.db";

	/** What has to be there, as all tests wrote it. */
	private static final Map<String, String> VALUES = new TreeMap<>();

	private static StoreCluster cluster;

	@BeforeAll
	static void start() {
		cluster = new StoreCluster(3).withDeadline("3s").withSmallDisk("node3").start();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@BeforeEach
	void awaitAll() {
		await().atMost(SOON).until(() -> cluster.ring().up() == 3);
	}

	@Test
	void aFullDiskRefusesWritesAndTheOthersGoOn() throws IOException, InterruptedException {
		put("before", "the disk was full");
		// The last of three copies comes after the answer.
		await().atMost(SOON).until(() -> cluster.store("node3").get("before").statusCode() == 200);
		cluster.execute("node3", "dd", "if=/dev/zero", "of=/data/others", "bs=64k");
		put("meanwhile", "x".repeat(LARGEST));
		NodeStoreClient store = cluster.store("node3");
		await().atMost(SOON).until(() -> store.status().state() == State.READ_ONLY);
		assertThat(store.readiness()).isEqualTo(503);
		HttpResponse<String> refused = store.put("meanwhile", "y");
		assertThat(refused.statusCode()).isEqualTo(507);
		assertThat(refused.body()).contains("This node has a full disk.");
		assertThat(store.get("before").body()).isEqualTo("the disk was full");
		put("meanwhile, too", "y".repeat(LARGEST));
		assertReadsAreRight();
		cluster.execute("node3", "rm", "/data/others");
		awaitAllOf(store, "since there was room again");
		assertThat(store.readiness()).isEqualTo(200);
	}

	@Test
	void aDamagedValueIsNeverServedAndIsRepaired() throws IOException {
		put("damaged", "a value of which some bytes will be others");
		cluster.stop("node1");
		cluster.damage("node1", FILE, replace("a value of which", "a value of WHICH"));
		// While node2 is away, only node3 has a whole copy: too few to repair node1's.
		cluster.pause("node2");
		NodeStoreClient store;
		try {
			store = start("node1");
			assertThat(cluster.logs("node1")).contains("The entry for key=damaged is damaged");
			assertThat(store.get("damaged").statusCode()).isEqualTo(500);
			assertThat(cluster.pairs().get("damaged").statusCode()).as("one of three is whole").isEqualTo(503);
		}
		finally {
			cluster.unpause("node2");
		}
		for (int i = 0; i < 20; i++) {
			assertReadsAreRight();
		}
		awaitAllOf(store, "after a damaged value");
	}

	/** SQLite leaves out what comes after damage in its log, and says nothing. */
	@Test
	void aDamagedLogIsNotTakenForAShortOne() throws IOException {
		cluster.pause("node3");
		await().atMost(SOON).until(() -> !cluster.ring().isUp("node3"));
		put("damaged in the log", "a value in the log that will be another");
		put("last in the log", "something that came after");
		cluster.pause("node1");
		cluster.kill("node2");
		cluster.unpause("node3");
		cluster.damage("node2", FILE + "-wal", replace("a value in the log", "A VALUE IN THE LOG"));
		NodeStoreClient store = start("node2");
		try {
			System.out.printf("After damage of its log, the node says %s%n", store.status());
			assertThat(cluster.pairs().get("last in the log").statusCode()).as("one of three has it").isEqualTo(503);
		}
		finally {
			cluster.unpause("node1");
		}
		assertReadsAreRight();
		awaitAllOf(store, "after damage of its log");
	}

	@Test
	void aNodeWhoseFileIsGarbageGetsAllBack() throws IOException {
		for (int i = 0; i < 200; i++) {
			put("many " + i, "v".repeat(i) + i);
		}
		cluster.stop("node1");
		cluster.damage("node1", FILE, (bytes) -> {
			int start = indexOf("SQLite format 3", bytes);
			byte[] garbage = new byte[(bytes.length - start) / 2];
			new SplittableRandom(SEED).nextBytes(garbage);
			System.arraycopy(garbage, 0, bytes, start, garbage.length);
		});
		// While node2 is away, the others can't fill a new file.
		cluster.pause("node2");
		NodeStoreClient store;
		try {
			store = start("node1");
			assertThat(store.status().state()).isEqualTo(State.DAMAGED);
			assertThat(store.readiness()).isEqualTo(503);
		}
		finally {
			cluster.unpause("node2");
		}
		await().atMost(SOON).until(() -> store.status().state() == State.RECOVERING);
		await().atMost(SOON).until(() -> {
			assertReadsAreRight();
			return store.status().state() == State.READY;
		});
		assertThat(cluster.logs("node1")).contains("This node has a damaged file");
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(cluster.logs("router")).contains(
					"node1 begins a new file, since its own is damaged",
					"node1 has in its new file all that the others have"));
		awaitAllOf(store, "after garbage in its file");
	}

	private static void put(String key, String value) {
		assertThat(cluster.pairs().put(key, value).statusCode()).isEqualTo(201);
		VALUES.put(key, value);
	}

	private static NodeStoreClient start(String id) {
		cluster.start(id);
		NodeStoreClient store = cluster.store(id);
		await().atMost(SOON).ignoreExceptions().until(() -> store.readiness() > 0);
		return store;
	}

	private static void assertReadsAreRight() {
		VALUES.forEach((key, value) -> assertThat(cluster.pairs().get(key).body()).isEqualTo(value));
	}

	/** Waits until a node has whatever was put, by itself. */
	private static void awaitAllOf(NodeStoreClient store, String since) {
		long start = System.nanoTime();
		await().atMost(SOON)
			.until(() -> VALUES.entrySet()
				.stream()
				.allMatch((one) -> store.get(one.getKey()).body().equals(one.getValue())));
		System.out.printf("%d ms %s, the node has all entries%n",
				Duration.ofNanos(System.nanoTime() - start).toMillis(), since);
	}

	private static Consumer<byte[]> replace(String old, String other) {
		return (bytes) -> System.arraycopy(other.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, indexOf(old, bytes),
				old.length());
	}

	private static int indexOf(String text, byte[] bytes) {
		int index = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
		assertThat(index).as("the file has '%s'", text).isNotNegative();
		return index;
	}

}
