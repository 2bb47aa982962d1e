package dev.hashring.node;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class BlankVariablesTests {

	private static final String SOURCE = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	/** Docker Compose passes on variables that are not set as empty ones. */
	@Test
	void anEmptyVariableCountsAsUnset() {
		Map<String, Object> variables = Stream
			.of("NODE_ID", "NODE_DATA", "NODE_URL", "NODE_WEIGHT", "NODE_POSITION", "NODE_LEASE", "ROUTER_URL",
					"RING_TOKEN", "RING_TOKEN_FILE")
			.collect(Collectors.toMap(Function.identity(), (name) -> ""));
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().replace(SOURCE, new SystemEnvironmentPropertySource(SOURCE, variables));
		try (ConfigurableApplicationContext node = NodeApplication.application()
			.environment(environment)
			.registerShutdownHook(false)
			.run("--server.port=0")) {
			assertThat(node.getBean(NodeId.class).text()).isEqualTo("unknown");
			assertThat(node.getBean(NodeSettings.class).data()).isNull();
		}
	}

}
