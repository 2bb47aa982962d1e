package dev.hashring.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.hashring.cluster.Load.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Five nodes in containers that joined by themselves, with virtual nodes and
 * {@code next-node}, under load, while one of them or the router goes away.
 */
@EnabledIfDockerAvailable
class ElasticIT {

	private static final long SEED = 20261123;

	private static final Duration BEFORE = Duration.ofSeconds(Soak.ON ? 20 : 4);

	private static final Duration AFTER = Duration.ofSeconds(Soak.ON ? 40 : 11);

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

	private static ContainerCluster cluster;

	@BeforeAll
	static void start() {
		cluster = ContainerCluster.elastic().start();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@BeforeEach
	void awaitTheWholeRing() {
		await().atMost(Duration.ofMinutes(2)).until(() -> cluster.ring().up() == 5);
	}

	@Test
	void aKilledNodeCostsNoRequest() {
		try (Load load = new Load(cluster.url("router"), SEED)) {
			long start = spend(BEFORE);
			Load.print("before docker kill", load.since(start));
			long kill = System.nanoTime();
			cluster.kill("node2");
			spend(AFTER);
			List<Request> after = load.since(kill);
			Load.print("docker kill of one of five", after);
			assertThat(after).isNotEmpty().noneMatch(Request::failed);
			assertThat(Load.quantile(after, 1)).isLessThanOrEqualTo(CONNECT_TIMEOUT.plus(READ_TIMEOUT).plusSeconds(1));
		}
		finally {
			cluster.start("node2");
		}
	}

	@Test
	void nobodyWaitsForAPausedNodeOnceItIsDetected() {
		try (Load load = new Load(cluster.url("router"), SEED)) {
			long start = spend(BEFORE);
			List<Request> before = load.since(start);
			RingClient ring = cluster.ring();
			long pause = System.nanoTime();
			cluster.pause("node3");
			await().atMost(Duration.ofSeconds(3)).until(() -> !ring.isUp("node3"));
			System.out.printf("docker pause was detected within %d ms%n", millisSince(pause));
			// Those that were sent before are over by then.
			spend(READ_TIMEOUT);
			long asked = cluster.ring().member("node3").get("requests").asLong();
			long detected = System.nanoTime();
			spend(AFTER);
			List<Request> after = load.since(detected);
			Load.print("before docker pause", before);
			Load.print("docker pause of one of five", load.since(pause));
			Load.print("once that was detected", after);
			assertThat(load.since(pause)).isNotEmpty().noneMatch(Request::failed);
			assertThat(after).isNotEmpty();
			assertThat(Load.quantile(after, 1)).as("nobody waits for it").isLessThan(READ_TIMEOUT);
			assertThat(cluster.ring().member("node3").get("requests").asLong()).as("nor asks it").isEqualTo(asked);
		}
		finally {
			cluster.unpause("node3");
		}
	}

	@Test
	void aStoppedNodeLeavesAndCostsNoRequest() {
		try (Load load = new Load(cluster.url("router"), SEED)) {
			spend(BEFORE);
			long stop = System.nanoTime();
			cluster.stop("node4");
			System.out.printf("docker stop took %d ms%n", millisSince(stop));
			assertThat(cluster.ring().member("node4").isMissingNode()).as("out of the ring").isTrue();
			spend(AFTER);
			Load.print("docker stop of one of five", load.since(stop));
			assertThat(load.since(stop)).isNotEmpty().noneMatch(Request::failed);
			assertThat(load.since(stop)).filteredOn((request) -> request.owner().equals("node4"))
				.as("no request was cut and went to another")
				.allMatch((request) -> request.member().equals("node4"));
			assertThat(cluster.logs("node4")).contains("Left the ring");
		}
		finally {
			cluster.start("node4");
		}
	}

	@Test
	void aRouterThatWasKilledHasAllMembersAgainWithinFiveSeconds() throws IOException {
		cluster.kill("router");
		cluster.start("router");
		await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> cluster.ring().up() >= 0);
		long answers = System.nanoTime();
		await().atMost(Duration.ofSeconds(5)).until(() -> cluster.ring().up() == 5);
		System.out.printf("The ring was complete %d ms after the router's first answer%n", millisSince(answers));
		assertThat(cluster.route("Alice").status()).isEqualTo(200);
	}

	/** Lets time go by, in which the load goes on; says when that began. */
	private static long spend(Duration time) {
		long start = System.nanoTime();
		await().atMost(time.plusSeconds(5)).until(() -> System.nanoTime() - start > time.toNanos());
		return start;
	}

	private static long millisSince(long nanoTime) {
		return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
	}

}
