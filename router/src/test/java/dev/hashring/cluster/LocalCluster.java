package dev.hashring.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.hashring.router.RouterApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole cluster in one JVM: nodes, three if nothing else is said, and the router,
 * with real HTTP between them, on 127.0.0.1 alone. Nodes keep what they store until it is
 * closed. {@code mvn spring-boot:test-run} starts it.
 */
public final class LocalCluster implements AutoCloseable {

	static final String TOKEN = System.getenv().getOrDefault("RING_TOKEN", UUID.randomUUID().toString());

	private static final int ROUTER_PORT = 8080;

	private static final int FIRST_NODE_PORT = 5001;

	private final Map<String, LocalNode> nodes = new ConcurrentHashMap<>();

	/** Also those in whose place there is another one now. */
	private final Collection<LocalNode> all = new ConcurrentLinkedQueue<>();

	private final ConfigurableApplicationContext router;

	/** A router with these members. */
	private LocalCluster(int routerPort, Map<String, URI> members, String... routerSettings) {
		List<String> settings = new ArrayList<>(List.of("--ring.token=" + TOKEN));
		int count = 0;
		for (Map.Entry<String, URI> member : members.entrySet()) {
			int i = count++;
			String name = "--ring.members[" + i + "].";
			settings.addAll(List.of(name + "id=" + member.getKey(), name + "url=" + member.getValue()));
			if (i < 3) {
				settings.add(name + "position=" + (i + 1) * 100);
			}
		}
		settings.addAll(List.of("--management.info.env.enabled=true", "--info.cluster.kind=one-jvm"));
		settings.addAll(List.of(routerSettings));
		this.router = RouterApplication.application()
			.initializers((GenericApplicationContext context) -> context.registerBean(LocalMembersController.class,
					() -> new LocalMembersController(this)))
			.registerShutdownHook(false)
			.run(arguments(routerPort, settings.toArray(String[]::new)));
	}

	/** A running cluster on free ports, its router with these settings. */
	public static LocalCluster start(String... routerSettings) {
		return start(3, routerSettings);
	}

	/** The same, with as many nodes. */
	public static LocalCluster start(int size, String... routerSettings) {
		return start(size, 0, 0, routerSettings);
	}

	private static LocalCluster start(int size, int routerPort, int firstNodePort, String... routerSettings) {
		Map<String, LocalNode> nodes = new LinkedHashMap<>();
		try {
			for (int i = 0; i < size; i++) {
				LocalNode node = new LocalNode("node" + (i + 1), (firstNodePort != 0) ? firstNodePort + i : 0);
				nodes.put("node" + (i + 1), node);
				node.start();
			}
			Map<String, URI> members = new LinkedHashMap<>();
			nodes.forEach((id, node) -> members.put(id, node.url()));
			LocalCluster cluster = new LocalCluster(routerPort, members, routerSettings);
			cluster.nodes.putAll(nodes);
			cluster.all.addAll(nodes.values());
			return cluster;
		}
		catch (RuntimeException ex) {
			nodes.values().forEach(LocalNode::close);
			throw ex;
		}
	}

	/** A router on a free port with up to three members, which are somebody else's. */
	public static LocalCluster routerOf(Map<String, URI> members, String... routerSettings) {
		return new LocalCluster(0, members, routerSettings);
	}

	/** A new node that answers, and that is not in the ring. */
	public LocalNode newNode(String id, String... settings) {
		LocalNode node = new LocalNode(id, 0, settings);
		this.nodes.put(id, node);
		this.all.add(node);
		node.start();
		return node;
	}

	/** A new node that joins by itself. */
	public LocalNode newMember(String id, String... settings) {
		return newNode(id,
				Stream.concat(Stream.of("--router.url=" + url()), Stream.of(settings)).toArray(String[]::new));
	}

	/** The ring, to look at and to change. */
	public RingClient ring() {
		return new RingClient(url(), TOKEN);
	}

	/** The store of one node. */
	public NodeStoreClient store(String id) {
		return new NodeStoreClient(node(id).url(), TOKEN);
	}

	String token() {
		return TOKEN;
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + port(this.router));
	}

	public @Nullable LocalNode node(String id) {
		return this.nodes.get(id);
	}

	@Override
	public void close() {
		Stream.concat(Stream.of(this.router::close), this.all.stream().map((node) -> (Runnable) node::close))
			.parallel()
			.forEach(Runnable::run);
	}

	static int port(ConfigurableApplicationContext application) {
		return ((WebServerApplicationContext) application).getWebServer().getPort();
	}

	static String[] arguments(int port, String... more) {
		return Stream.concat(
				Stream.of("--server.address=127.0.0.1", "--server.port=" + port, "--logging.level.root=warn",
						"--logging.level.org.springdoc=error", "--spring.lifecycle.timeout-per-shutdown-phase=2s"),
				Stream.of(more))
			.toArray(String[]::new);
	}

	/**
	 * Starts the cluster on ports 8080 and 5001 to 5003 and says how to use it.
	 */
	public static void main(String[] args) {
		IntStream.of(ROUTER_PORT, FIRST_NODE_PORT, FIRST_NODE_PORT + 1, FIRST_NODE_PORT + 2)
			.forEach(LocalCluster::exitIfInUse);
		LocalCluster cluster = start(3, ROUTER_PORT, FIRST_NODE_PORT);
		Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
		System.out.printf(
				"""
						See the ring:   http://localhost:8080/#token=%1$s
						The router answers on http://localhost:8080, node1 to node3 on http://localhost:5001 to 5003.
						Ask for a key:  curl 'http://localhost:8080/route?key=Alice'
						Stop a node:    curl -X POST -H 'Authorization: Bearer %1$s' http://localhost:8080/local/members/node3/stop   (or .../pause, .../start)
						""",
				TOKEN);
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
