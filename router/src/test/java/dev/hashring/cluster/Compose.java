package dev.hashring.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.DockerComposeContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.utility.CommandLine;

import static org.awaitility.Awaitility.await;

/**
 * The compose file as it stands, by {@code docker-compose} where that is installed and
 * {@code docker compose} elsewhere.
 */
final class Compose implements AutoCloseable {

	private static final File FILE = new File("../docker-compose.yml");

	private final URI router;

	private final Startable compose;

	/**
	 * All services without a profile, and as many elastic nodes; waits until the router
	 * answers. Ports are those of {@code .env} where the environment names no others.
	 */
	Compose(int elastic, Map<String, String> environment) {
		this(Map.of("elastic", elastic), environment, "--profile elastic");
	}

	@SuppressWarnings("deprecation")
	private Compose(Map<String, Integer> services, Map<String, String> environment, String... options) {
		this.router = URI.create("http://127.0.0.1:" + environment.getOrDefault("ROUTER_PORT", "8080"));
		if (CommandLine.executableExists("docker-compose")) {
			DockerComposeContainer<?> v1 = new DockerComposeContainer<>(FILE).withPull(false)
				.withEnv(environment)
				.withOptions(options);
			services.forEach(v1::withScaledService);
			this.compose = v1;
		}
		else {
			ComposeContainer v2 = new ComposeContainer(FILE).withPull(false).withEnv(environment).withOptions(options);
			services.forEach(v2::withScaledService);
			this.compose = v2;
		}
		this.compose.start();
		awaitHealth(this.router);
	}

	/** The same with a second router of the same ring; waits until that answers, too. */
	static Compose withTwoRouters(int elastic, Map<String, String> environment) {
		Map<String, String> shared = new HashMap<>(environment);
		shared.put("RING_SHARED", "zookeeper://zookeeper:2181/hashring");
		Compose compose = new Compose(Map.of("elastic", elastic, "zookeeper", 1, "router2", 1), shared,
				"--profile elastic", "--profile routers");
		compose.awaitHealth(URI.create("http://127.0.0.1:" + environment.getOrDefault("ROUTER2_PORT", "8081")));
		return compose;
	}

	/** Stops all containers if the server does not answer in time. */
	private void awaitHealth(URI server) {
		try {
			await().atMost(Duration.ofMinutes(2)).until(() -> status(server, "/actuator/health") == 200);
		}
		catch (ConditionTimeoutException ex) {
			close();
			throw ex;
		}
	}

	/** Ports that are free now, for a cluster beside another, as its environment. */
	static Map<String, String> freePorts() {
		return Stream.of("ROUTER_PORT", "ROUTER2_PORT", "NODE1_PORT", "NODE2_PORT", "NODE3_PORT")
			.collect(Collectors.toMap((name) -> name, (name) -> freePort()));
	}

	private static String freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return String.valueOf(socket.getLocalPort());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Where the router answers. */
	URI router() {
		return this.router;
	}

	/** The container of a service, the first where there are several. */
	ContainerState container(String service) {
		return ((this.compose instanceof ComposeContainer v2) ? v2.getContainerByServiceName(service + "-1")
				: ((DockerComposeContainer<?>) this.compose).getContainerByServiceName(service + "_1"))
			.orElseThrow();
	}

	/** The status of an answer, 0 if there is none. */
	static int status(URI server, String target) {
		try {
			return RawHttp.send(server, "GET", target).status();
		}
		catch (IOException | RuntimeException ex) {
			return 0;
		}
	}

	@Override
	public void close() {
		this.compose.stop();
	}

}
