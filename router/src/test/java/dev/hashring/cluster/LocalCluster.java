package dev.hashring.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.hashring.router.RouterApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole cluster in one JVM: three nodes and the router, with real HTTP between them,
 * on 127.0.0.1 alone. {@code mvn spring-boot:test-run} starts it.
 */
public final class LocalCluster implements AutoCloseable {

	private static final int ROUTER_PORT = 8080;

	private static final int FIRST_NODE_PORT = 5001;

	private final Map<String, LocalNode> nodes = new LinkedHashMap<>();

	private final String token = UUID.randomUUID().toString();

	private final ConfigurableApplicationContext router;

	private LocalCluster(int routerPort, int firstNodePort, String... routerSettings) {
		List<String> settings = new ArrayList<>(List.of(routerSettings));
		try {
			for (int i = 0; i < 3; i++) {
				String id = "node" + (i + 1);
				LocalNode node = new LocalNode(id, (firstNodePort != 0) ? firstNodePort + i : 0);
				this.nodes.put(id, node);
				node.start();
				String member = "--ring.members[" + i + "].";
				settings.addAll(List.of(member + "id=" + id, member + "url=" + node.url(),
						member + "position=" + (i + 1) * 100));
			}
			this.router = RouterApplication.application()
				.initializers((GenericApplicationContext context) -> context.registerBean(LocalMembersController.class,
						() -> new LocalMembersController(this)))
				.registerShutdownHook(false)
				.run(arguments(routerPort, settings.toArray(String[]::new)));
		}
		catch (RuntimeException ex) {
			this.nodes.values().forEach(LocalNode::stop);
			throw ex;
		}
	}

	/** A running cluster on free ports, its router with these settings. */
	public static LocalCluster start(String... routerSettings) {
		return new LocalCluster(0, 0, routerSettings);
	}

	String token() {
		return this.token;
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + port(this.router));
	}

	public @Nullable LocalNode node(String id) {
		return this.nodes.get(id);
	}

	@Override
	public void close() {
		Stream.concat(Stream.of(this.router::close), this.nodes.values().stream().map((node) -> (Runnable) node::stop))
			.parallel()
			.forEach(Runnable::run);
	}

	static int port(ConfigurableApplicationContext application) {
		return ((WebServerApplicationContext) application).getWebServer().getPort();
	}

	static String[] arguments(int port, String... more) {
		return Stream.concat(Stream.of("--server.address=127.0.0.1", "--server.port=" + port,
				"--logging.level.root=warn", "--spring.lifecycle.timeout-per-shutdown-phase=2s"), Stream.of(more))
			.toArray(String[]::new);
	}

	/**
	 * Starts the cluster on ports 8080 and 5001 to 5003 and says how to use it.
	 */
	public static void main(String[] args) {
		IntStream.of(ROUTER_PORT, FIRST_NODE_PORT, FIRST_NODE_PORT + 1, FIRST_NODE_PORT + 2)
			.forEach(LocalCluster::exitIfInUse);
		LocalCluster cluster = new LocalCluster(ROUTER_PORT, FIRST_NODE_PORT);
		Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
		System.out.printf(
				"""
						The router answers on http://localhost:8080, node1 to node3 on http://localhost:5001 to 5003.
						Ask for a key:  curl 'http://localhost:8080/route?key=Alice'
						Stop a node:    curl -X POST -H 'Authorization: Bearer %s' http://localhost:8080/local/members/node3/stop   (or .../pause, .../start)
						""",
				cluster.token);
	}

	private static void exitIfInUse(int port) {
		try {
			new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
		}
		catch (IOException ex) {
			System.err.printf("Port %d is in use: end what listens there, then start again.%n", port);
			System.exit(1);
		}
	}

}
