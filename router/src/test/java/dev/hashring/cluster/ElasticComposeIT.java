package dev.hashring.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The compose file with two nodes that join by themselves, as {@code --profile elastic}
 * starts them.
 */
@EnabledIfDockerAvailable
class ElasticComposeIT {

	private static final Duration A_START = Duration.ofMinutes(1);

	private static Compose compose;

	private static RingClient ring;

	@BeforeAll
	static void up() {
		Map<String, String> environment = new HashMap<>(Compose.freePorts());
		environment.put("RING_PLACEMENT", "virtual-nodes");
		compose = new Compose(2, environment);
		ring = new RingClient(compose.router(), "none");
	}

	@AfterAll
	static void down() {
		compose.close();
	}

	@BeforeEach
	void awaitTheWholeRing() {
		await().atMost(A_START).until(() -> ring.up() == 5);
	}

	@Test
	void anElasticNodeKeepsItsIdThroughStopAndStart() {
		ContainerState node = compose.container("elastic");
		List<String> before = ring.ids();
		assertThat(before).filteredOn((id) -> id.matches("node-[0-9a-f]{8}")).hasSize(2);
		DockerClientFactory.lazyClient().stopContainerCmd(node.getContainerId()).exec();
		assertThat(ring.ids()).as("out of the ring").hasSize(4);
		DockerClientFactory.lazyClient().startContainerCmd(node.getContainerId()).exec();
		await().atMost(A_START).until(() -> ring.ids().size() == 5);
		assertThat(ring.ids()).isEqualTo(before);
	}

	@Test
	void anElasticNodeHasNoVolumeThatOutlivesTheCluster() {
		assertThat(compose.container("elastic").getContainerInfo().getMounts()).extracting((mount) -> mount.getName())
			.allMatch((name) -> name.endsWith("_elastic") || name.endsWith("_router"));
	}

	@Test
	void theTokenIsForTheRoutersUserAlone() throws Exception {
		assertThat(
				compose.container("router").execInContainer("stat", "-c", "%a %u", "/data/token").getStdout().strip())
			.isEqualTo("600 10001");
		assertThat(compose.container("elastic").execInContainer("touch", "/router/token").getExitCode())
			.as("writing from a node")
			.isNotZero();
	}

	@Test
	void aRouterThatWasKilledGoesOnFromItsState() throws IOException {
		String router = compose.container("router").getContainerId();
		long epoch = ring.ring().get("epoch").asLong();
		List<String> before = ring.ids();
		assertThat(epoch).isGreaterThan(2);
		DockerClientFactory.lazyClient().killContainerCmd(router).exec();
		DockerClientFactory.lazyClient().startContainerCmd(router).exec();
		await().atMost(A_START).until(() -> Compose.status(compose.router(), "/actuator/health") == 200);
		assertThat(ring.ids()).isEqualTo(before);
		assertThat(ring.ring().get("epoch").asLong()).isEqualTo(epoch);
		assertThat(RawHttp.send(compose.router(), "GET", "/route?key=Alice").status()).isEqualTo(200);
	}

}
