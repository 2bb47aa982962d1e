package dev.hashring.cluster;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.hashring.cluster.RawHttp.Answer;
import dev.hashring.node.NodeApplication;
import dev.hashring.router.RouterApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Variables without a value, as {@code docker compose} passes them on.
 */
@ExtendWith(OutputCaptureExtension.class)
class BlankSettingsTests {

	@Test
	void aRouterTakesBlankVariablesAsUnset(CapturedOutput output) throws IOException {
		Answer ring = ask("/ring", RouterApplication.application(), "RING_PLACEMENT", "RING_SIZE", "RING_HASH",
				"RING_VIRTUAL_NODES", "RING_ON_OWNER_FAILURE", "RING_MAX_ATTEMPTS", "RING_BOUNDED_LOAD",
				"RING_CONNECT_TIMEOUT", "RING_READ_TIMEOUT", "RING_DEADLINE", "RING_REPLICAS", "RING_LEASE",
				"RING_REMOVAL", "RING_STATE_FILE", "RING_TOKEN", "RING_TOKEN_FILE", "RING_PUBLIC_URL", "RING_SHARED",
				"RING_VALUES", "RING_REBALANCE_RATE", "RING_MEMBERS_0_WEIGHT", "SERVER_ADDRESS");
		assertThat(ring.status()).isEqualTo(200);
		assertThat(ring.body()).contains("\"placement\":\"fixed\"", "\"replicas\":1", "\"id\":\"node3\"");
		assertThat(output.getAll()).containsOnlyOnce("/#token=").doesNotContain("/#token=\n");
	}

	@Test
	void aNodeTakesBlankVariablesAsUnset() throws IOException {
		assertThat(ask("/handle?key=a", NodeApplication.application(), "NODE_ID", "NODE_DATA", "NODE_URL",
				"NODE_WEIGHT", "NODE_POSITION", "NODE_LEASE", "NODE_ROUTER", "NODE_TOKEN", "NODE_TOKEN_FILE",
				"ROUTER_URL", "RING_TOKEN", "RING_TOKEN_FILE", "SERVER_ADDRESS")
			.status()).isEqualTo(200);
	}

	@Test
	void blankMembersAreNoMembers() throws IOException {
		assertThat(ask("/ring", RouterApplication.application(), "RING_MEMBERS").body()).contains("\"members\":[]");
	}

	private static Answer ask(String target, SpringApplicationBuilder application, String... blank) throws IOException {
		Map<String, Object> variables = Stream.of(blank).collect(Collectors.toMap((name) -> name, (name) -> " "));
		StandardServletEnvironment environment = new StandardServletEnvironment();
		environment.getPropertySources()
			.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
		try (ConfigurableApplicationContext running = application.environment(environment)
			.registerShutdownHook(false)
			.run("--server.port=0")) {
			return RawHttp.send(URI.create("http://127.0.0.1:" + LocalCluster.port(running)), "GET", target);
		}
	}

}
