package dev.hashring.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The compose file with two routers of one ring, as {@code --profile routers} starts
 * them, and a node that joins by itself.
 */
@EnabledIfDockerAvailable
class RoutersComposeIT {

	private static final Duration SOON = Duration.ofMinutes(1);

	private static final Map<String, String> ENVIRONMENT = new HashMap<>(Compose.freePorts());

	private static Compose compose;

	private static RingClient first;

	private static RingClient second;

	@BeforeAll
	static void up() throws Exception {
		ENVIRONMENT.putAll(Map.of("RING_PLACEMENT", "virtual-nodes", "RING_ON_OWNER_FAILURE", "next-node"));
		compose = Compose.withTwoRouters(1, ENVIRONMENT);
		String token = compose.container("router").execInContainer("cat", "/data/token").getStdout().strip();
		first = new RingClient(url("router"), token);
		second = new RingClient(url("router2"), token);
	}

	@AfterAll
	static void down() {
		compose.close();
	}

	private static URI url(String router) {
		return URI.create("http://127.0.0.1:" + ENVIRONMENT.get(router.toUpperCase(Locale.ROOT) + "_PORT"));
	}

	@BeforeEach
	void awaitTheWholeRing() {
		await().atMost(SOON).until(() -> first.up() == 4 && second.up() == 4);
	}

	@Test
	void whatOneRouterChangesTheOtherFollows() {
		assertThat(second.patch("{'virtualNodes': 40}").statusCode()).isIn(200, 202);
		await().atMost(SOON).until(() -> first.ring().get("settings").get("virtualNodes").asInt() == 40);
		await().atMost(SOON).until(() -> first.ring().get("epoch").equals(second.ring().get("epoch")));
		assertThat(first.points()).isEqualTo(second.points());
	}

	@Test
	void whatOneRouterKeepsTheOtherFinds() {
		assertThat(new KeyValueClient(url("router")).put("Alice", "in Wonderland").statusCode()).isIn(200, 201);
		assertThat(new KeyValueClient(url("router2")).get("Alice").body()).isEqualTo("in Wonderland");
	}

	@Test
	void aNodeThatJoinedByItselfStaysWhenARouterIsKilled() {
		List<String> before = second.ids();
		for (String router : List.of("router", "router2")) {
			String container = compose.container(router).getContainerId();
			RingClient other = router.equals("router") ? second : first;
			DockerClientFactory.lazyClient().killContainerCmd(container).exec();
			await().during(Duration.ofSeconds(12)).atMost(SOON).until(() -> other.ids().equals(before));
			DockerClientFactory.lazyClient().startContainerCmd(container).exec();
			await().atMost(SOON).until(() -> Compose.status(url(router), "/actuator/health") == 200);
		}
		assertThat(first.ids()).isEqualTo(before);
	}

}
