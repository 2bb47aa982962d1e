package dev.hashring.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.hashring.node.NodeApplication;
import dev.hashring.router.RouterApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts router and node with the variables of the manifests: they take the values, and
 * ask for each.
 */
class VariablesTests {

	private static final String SOURCE = "systemEnvironment";

	@Test
	void aRouterReadsAllItsVariables() throws IOException {
		Map<String, String> variables = variables("router");
		variables.remove("RING_SHARED"); // there is no ZooKeeper here
		assertThat(variables.remove("RING_MEMBERS")).as("none, which blanks are in this variable alone").isEmpty();
		assertThat(readBy(RouterApplication.application(), variables)).containsAll(variables.keySet());
	}

	@Test
	void aNodeReadsAllItsVariables(@TempDir Path data) throws IOException {
		Map<String, String> variables = variables("node");
		variables.put("NODE_ID", "node-0");
		variables.computeIfPresent("NODE_URL", (name, url) -> url.replace("$(NODE_ID)", "node-0"));
		variables.computeIfPresent("NODE_DATA", (name, folder) -> data.resolve("store").toString());
		variables.computeIfPresent("ROUTER_URL", (name, url) -> "http://127.0.0.1:1");
		assertThat(readBy(NodeApplication.application(), variables)).containsAll(variables.keySet());
	}

	private static Map<String, String> variables(String workload) throws IOException {
		Map<String, String> variables = new TreeMap<>(Manifests.all().workload(workload).variables());
		variables.put("RING_TOKEN", "secret");
		return variables;
	}

	/** What an application asks for once it knows its environment. */
	private static Set<String> readBy(SpringApplicationBuilder application, Map<String, String> variables) {
		Recorder recorder = new Recorder(variables);
		StandardServletEnvironment environment = new StandardServletEnvironment();
		environment.getPropertySources().replace(SOURCE, new SystemEnvironmentPropertySource(SOURCE, recorder));
		try (ConfigurableApplicationContext running = application.environment(environment)
			.initializers((context) -> recorder.read.clear())
			.registerShutdownHook(false)
			.run("--server.port=0")) {
			assertThat(running.isActive()).isTrue();
			return recorder.read;
		}
	}

	@SuppressWarnings("serial")
	private static final class Recorder extends HashMap<String, Object> {

		private final Set<String> read = ConcurrentHashMap.newKeySet();

		Recorder(Map<String, String> variables) {
			super(variables);
		}

		@Override
		public Object get(Object name) {
			this.read.add((String) name);
			return super.get(name);
		}

	}

}
