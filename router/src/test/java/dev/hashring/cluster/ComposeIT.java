package dev.hashring.cluster;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.hashring.protocol.EntryLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The compose file as it stands.
 */
@EnabledIfDockerAvailable
class ComposeIT {

	private static final List<String> SERVICES = List.of("node1", "node2", "node3", "router");

	private static Compose compose;

	@BeforeAll
	static void up() {
		compose = new Compose(0, Map.of());
		await().atMost(Duration.ofMinutes(2)).until(() -> status(8080, "/route?key=Alice") == 200);
	}

	@AfterAll
	static void down() {
		compose.close();
		assertThat(status(8080, "/")).as("status after the end").isZero();
	}

	@Test
	void routerAndNodesAnswerOnTheirPorts() throws IOException {
		await().atMost(Duration.ofMinutes(1)).until(() -> status(8080, "/route?key=Bob") == 200);
		assertThat(get(8080, "/route?key=Bob").body()).isEqualTo("[Ring Position: 91] Node node1 handled key: Bob");
		for (int node = 1; node <= 3; node++) {
			int port = 5000 + node;
			await().atMost(Duration.ofMinutes(1)).until(() -> status(port, "/actuator/health") == 200);
			assertThat(get(port, "/handle?key=Bob").body()).isEqualTo("Node node" + node + " handled key: Bob");
		}
	}

	@Test
	void theServicesBecomeHealthyAndAreConfined() {
		for (String service : SERVICES) {
			await().atMost(Duration.ofMinutes(1)).until(() -> container(service).isHealthy());
			var container = container(service).getContainerInfo();
			assertThat(container.getConfig().getUser()).isEqualTo("10001:10001");
			assertThat(container.getHostConfig().getReadonlyRootfs()).isTrue();
			assertThat(container.getHostConfig().getMemory()).isPositive();
			assertThat(container.getHostConfig().getRestartPolicy().getName()).isIn("", "no");
			assertThat(container.getNetworkSettings().getPorts().getBindings()).hasSize(1);
			container.getNetworkSettings()
				.getPorts()
				.getBindings()
				.values()
				.forEach((bindings) -> assertThat(bindings[0].getHostIp()).isEqualTo("127.0.0.1"));
		}
	}

	/**
	 * Only Java 25 and newer keep what they learn, and know the option that has them do
	 * so.
	 */
	@Test
	void theImagesStartFromGeneratedCodeAndWhatJavaLearnt() throws Exception {
		for (String service : new String[] { "node1", "router" }) {
			ContainerState container = container(service);
			assertThat(container.getLogs()).as(service).contains("Starting AOT-processed ");
			if (container.execInContainer("java", "-XX:+PrintFlagsFinal", "-version")
				.getStdout()
				.contains("AOTCacheOutput")) {
				assertThat(container.execInContainer("cat", "/proc/1/maps").getStdout()).as(service)
					.contains("/app/aot.cache");
			}
		}
	}

	@Test
	void manyLargeValuesAtOnceEndNoContainer() {
		KeyValueClient pairs = new KeyValueClient(compose.router());
		String value = "x".repeat(EntryLimits.VALUE);
		assertThat(statusesOfManyAtOnce((i) -> pairs.put("large" + i, value))).contains(201).isSubsetOf(201, 503);
		assertThat(statusesOfManyAtOnce((i) -> pairs.get("large" + i))).contains(200).isSubsetOf(200, 404, 503);
		assertAllRun();
	}

	@Test
	void aThousandConnectionsDoNotEndANode() throws IOException {
		assertOutlivesAThousandConnections(5001, "/handle?key=Bob");
	}

	/**
	 * Of the router's own, since a node may be too slow for as many at the same moment.
	 */
	@Test
	void aThousandConnectionsDoNotEndTheRouter() throws IOException {
		assertOutlivesAThousandConnections(8080, "/ring/lookup?key=Bob");
	}

	private static void assertOutlivesAThousandConnections(int port, String target) throws IOException {
		String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody";
		List<Socket> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 950; i++) {
				Socket client = new Socket("127.0.0.1", port);
				client.setSoTimeout(20_000);
				clients.add(client);
			}
			for (int round = 0; round < 2; round++) {
				for (Socket client : clients) {
					client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
				}
				for (Socket client : clients) {
					RawHttp.Answer answer = RawHttp.readNext(client.getInputStream());
					assertThat(answer.status()).isEqualTo(200);
					assertThat(answer.body()).contains("node1");
				}
			}
		}
		finally {
			for (Socket client : clients) {
				client.close();
			}
		}
		assertAllRun();
	}

	private static void assertAllRun() {
		for (String service : SERVICES) {
			assertThat(container(service).isRunning()).as(service).isTrue();
			assertThat(container(service).getCurrentContainerInfo().getState().getOOMKilled()).as(service).isFalse();
		}
	}

	private static Set<Integer> statusesOfManyAtOnce(IntFunction<HttpResponse<String>> call) {
		ExecutorService clients = Executors.newFixedThreadPool(64);
		List<CompletableFuture<Integer>> statuses = IntStream.range(0, 256)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> call.apply(i).statusCode(), clients))
			.toList();
		clients.shutdown();
		return statuses.stream().map(CompletableFuture::join).collect(Collectors.toSet());
	}

	@Test
	void aStoppedNodeStaysStopped() throws IOException {
		String id = container("node2").getContainerId();
		DockerClientFactory.lazyClient().stopContainerCmd(id).exec();
		assertThat(status(8080, "/route?key=Z")).isEqualTo(500);
		assertThat(status(8080, "/route?key=Alice")).isEqualTo(200);
		DockerClientFactory.lazyClient().startContainerCmd(id).exec();
		await().atMost(Duration.ofMinutes(1)).until(() -> status(8080, "/route?key=Z") == 200);
	}

	private static ContainerState container(String service) {
		return compose.container(service);
	}

	private static int status(int port, String target) {
		return Compose.status(URI.create("http://127.0.0.1:" + port), target);
	}

	private static RawHttp.Answer get(int port, String target) throws IOException {
		return RawHttp.send(URI.create("http://127.0.0.1:" + port), "GET", target);
	}

}
