package dev.hashring.cluster;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

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

	static final URI ROUTER = URI.create("http://127.0.0.1:8080");

	private static final File FILE = new File("../docker-compose.yml");

	private final Startable compose;

	/** All services, and as many elastic nodes; waits until the router answers. */
	@SuppressWarnings("deprecation")
	Compose(int elastic, Map<String, String> environment) {
		this.compose = CommandLine.executableExists("docker-compose")
				? new DockerComposeContainer<>(FILE).withPull(false)
					.withEnv(environment)
					.withOptions("--profile elastic")
					.withScaledService("elastic", elastic)
				: new ComposeContainer(FILE).withPull(false)
					.withEnv(environment)
					.withOptions("--profile elastic")
					.withScaledService("elastic", elastic);
		this.compose.start();
		await().atMost(Duration.ofMinutes(2)).until(() -> status(ROUTER, "/actuator/health") == 200);
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
