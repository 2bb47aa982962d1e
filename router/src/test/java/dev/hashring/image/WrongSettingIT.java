package dev.hashring.image;

import com.github.dockerjava.api.DockerClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;
import org.testcontainers.utility.DockerStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An image whose settings are wrong ends, and says why in one sentence.
 */
@EnabledIfDockerAvailable
class WrongSettingIT {

	@ParameterizedTest
	@CsvSource({ "hashring/router, RING_SIZE, ring.size (RING_SIZE) is 'x'",
			"hashring/node, ROUTER_URL, node.router (ROUTER_URL) is 'x'" })
	void anImageEndsAndNamesTheSettingOnce(String image, String variable, String sentence) {
		try (GenericContainer<?> container = new GenericContainer<>(image).withEnv(variable, "x")
			.withStartupCheckStrategy(new Ended())) {
			container.start();
			assertThat(container.getCurrentContainerInfo().getState().getExitCodeLong()).isEqualTo(1);
			assertThat(container.getLogs()).containsOnlyOnce(sentence).doesNotContain(" WARN ");
		}
	}

	/** Waits until a container has ended, in whatever way. */
	private static final class Ended extends StartupCheckStrategy {

		@Override
		public StartupStatus checkStartupState(DockerClient client, String container) {
			return DockerStatus.isContainerStopped(getCurrentState(client, container)) ? StartupStatus.SUCCESSFUL
					: StartupStatus.NOT_YET_KNOWN;
		}

	}

}
