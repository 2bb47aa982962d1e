package dev.hashring.cluster;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.awaitility.Awaitility.await;

/**
 * The whole cluster in one JVM: nodes, three if nothing else is said, and the router,
 * with real HTTP between them. Nodes listen on 127.0.0.1 only, and so does the router
 * unless {@code SERVER_ADDRESS} names another address. Nodes keep what they store until
 * it is closed. {@code mvn spring-boot:test-run} starts it.
 */
public final class LocalCluster implements AutoCloseable {

	static final String TOKEN = variable("RING_TOKEN", UUID.randomUUID().toString());

	private static final String LOOPBACK = "127.0.0.1";

	private static final int ROUTER_PORT = 8080;

	private static final int FIRST_NODE_PORT = 5001;

	private final Map<String, LocalNode> nodes = new ConcurrentHashMap<>();

	/** Also those in whose place there is another one now. */
	private final Collection<LocalNode> all = new ConcurrentLinkedQueue<>();

	/** Where the router can be reached on this machine. */
	private final String host;

	private final List<LocalRouter> routers = new ArrayList<>();

	/** Between several routers; none where there is one. */
	private final @Nullable LocalZooKeeper zooKeeper;

	/** What {@code GET /ring} said at the start. */
	private final JsonNode atStart;

	/** Routers with these members. */
	private LocalCluster(int routers, String address, int routerPort, Map<String, URI> members,
			String... routerSettings) {
		this.host = address.equals("0.0.0.0") ? LOOPBACK : address;
		this.zooKeeper = (routers > 1) ? new LocalZooKeeper() : null;
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
		for (int i = 1; i <= routers; i++) {
			LocalRouter router = new LocalRouter(this, i, address, (routerPort != 0) ? routerPort + i - 1 : 0,
					this.zooKeeper, settings);
			this.routers.add(router);
			router.start();
		}
		this.atStart = ring().ring();
	}

	/** A running cluster on free ports, its router with these settings. */
	public static LocalCluster start(String... routerSettings) {
		return start(3, routerSettings);
	}

	/** The same, with as many nodes. */
	public static LocalCluster start(int size, String... routerSettings) {
		return start(1, size, LOOPBACK, 0, 0, routerSettings);
	}

	/** The same, with several routers that share the ring. */
	public static LocalCluster ofRouters(int routers, int size, String... routerSettings) {
		return start(routers, size, LOOPBACK, 0, 0, routerSettings);
	}

	private static LocalCluster start(int routers, int size, String address, int routerPort, int firstNodePort,
			String... routerSettings) {
		Map<String, LocalNode> nodes = new LinkedHashMap<>();
		try {
			for (int i = 0; i < size; i++) {
				LocalNode node = new LocalNode("node" + (i + 1), (firstNodePort != 0) ? firstNodePort + i : 0);
				nodes.put("node" + (i + 1), node);
				node.start();
			}
			Map<String, URI> members = new LinkedHashMap<>();
			nodes.forEach((id, node) -> members.put(id, node.url()));
			LocalCluster cluster = new LocalCluster(routers, address, routerPort, members, routerSettings);
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
		return new LocalCluster(1, LOOPBACK, 0, members, routerSettings);
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
		return newNode(id, Stream.concat(Stream.of("--router.url="
				+ this.routers.stream().map((router) -> router.url().toString()).collect(Collectors.joining(","))),
				Stream.of(settings))
			.toArray(String[]::new));
	}

	/** The ring, to look at and to change. */
	public RingClient ring() {
		return new RingClient(url(), TOKEN);
	}

	/** The routers, in the order of their numbers. */
	public List<LocalRouter> routers() {
		return this.routers;
	}

	/** What routers share the ring in. */
	public LocalZooKeeper zooKeeper() {
		return Objects.requireNonNull(this.zooKeeper);
	}

	/** The store of one node. */
	public NodeStoreClient store(String id) {
		return new NodeStoreClient(node(id).url(), TOKEN);
	}

	public String token() {
		return TOKEN;
	}

	public URI url() {
		return this.routers.get(0).url();
	}

	public @Nullable LocalNode node(String id) {
		return this.nodes.get(id);
	}

	/**
	 * Brings back the members, settings and nodes of the start, and deletes all values.
	 * @throws IllegalStateException if the ring refuses that
	 */
	public void reset() {
		ring().send("DELETE", "/ring/rebalance", "");
		Map<String, JsonNode> members = new LinkedHashMap<>();
		this.atStart.get("members").forEach((member) -> members.put(member.get("id").asString(), member));
		members.keySet().stream().map(this.nodes::get).filter(Objects::nonNull).forEach(LocalNode::start);
		KeyValueClient values = new KeyValueClient(url());
		values.list("", 1000).forEach((key) -> require(values.delete(key)));
		RingClient ring = ring();
		ring.ids().stream().filter((id) -> !members.containsKey(id)).forEach((id) -> change(ring.delete(id)));
		this.nodes.forEach((id, node) -> {
			if (!members.containsKey(id)) {
				node.stop();
			}
		});
		change(ring.patch(this.atStart.get("settings").toString()));
		members.forEach((id, member) -> change(
				ring.put(id, ((ObjectNode) member.deepCopy()).retain("url", "weight", "position").toString())));
	}

	/** Waits until the change is made, if entries have to move first. */
	private void change(HttpResponse<String> answer) {
		require(answer);
		await().atMost(Duration.ofSeconds(30)).until(() -> ring().ring().path("rebalance").isMissingNode());
	}

	private static void require(HttpResponse<String> answer) {
		if (answer.statusCode() >= 400) {
			throw new IllegalStateException(answer.body());
		}
	}

	@Override
	public void close() {
		Stream
			.concat(this.routers.stream().map((router) -> (Runnable) router::close),
					this.all.stream().map((node) -> (Runnable) node::close))
			.parallel()
			.forEach(Runnable::run);
		if (this.zooKeeper != null) {
			this.zooKeeper.close();
		}
	}

	static int port(ConfigurableApplicationContext application) {
		return ((WebServerApplicationContext) application).getWebServer().getPort();
	}

	/** Of an application on 127.0.0.1. */
	static String[] arguments(int port, String... more) {
		return arguments(LOOPBACK, port, more);
	}

	static String[] arguments(String address, int port, String... more) {
		return Stream.concat(
				Stream.of("--server.address=" + address, "--server.port=" + port, "--logging.level.root=warn",
						"--logging.level.org.springdoc=error", "--spring.lifecycle.timeout-per-shutdown-phase=2s"),
				Stream.of(more))
			.toArray(String[]::new);
	}

	/**
	 * Starts the cluster and says how to use it: the router on {@code SERVER_ADDRESS} and
	 * {@code SERVER_PORT}, by default 127.0.0.1 and 8080; the nodes on ports 5001 to
	 * 5003, or on free ones if the router has another port.
	 */
	public static void main(String[] args) {
		String address = address();
		int port = port();
		int routers = howManyRouters();
		if (port != 0) {
			IntStream.range(port, port + routers).forEach((router) -> exitIfInUse(address, router));
		}
		int firstNodePort = (port == ROUTER_PORT) ? FIRST_NODE_PORT : 0;
		if (firstNodePort != 0) {
			IntStream.range(firstNodePort, firstNodePort + 3).forEach((node) -> exitIfInUse(LOOPBACK, node));
		}
		LocalCluster cluster = start(routers, 3, address, port, firstNodePort);
		Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
		String router = variable("RING_PUBLIC_URL", cluster.url().toString()).replaceFirst("/+$", "");
		System.out.printf(
				"""
						See the ring:   %2$s/#token=%1$s
						The router answers on %2$s, node1 to node3 on %3$s.
						Ask for a key:  curl '%2$s/route?key=Alice'
						%4$sStop a node:    curl -X POST -H 'Authorization: Bearer %1$s' %2$s/local/members/node3/stop   (or .../pause, .../start)
						""",
				TOKEN, router,
				Stream.of("node1", "node2", "node3")
					.map((id) -> cluster.nodes.get(id).url().toString())
					.collect(Collectors.joining(", ")),
				cluster.routers.stream()
					.skip(1)
					.map((other) -> "One more router: %s/#token=%s%n".formatted(other.url(), TOKEN))
					.collect(Collectors.joining()));
	}

	private static int howManyRouters() {
		String routers = variable("ROUTERS", "1");
		if (!routers.matches("[1-9]")) {
			throw exit("ROUTERS is '%s', but it has to be a number from 1 to 9.", routers);
		}
		return Integer.parseInt(routers);
	}

	private static String address() {
		String address = variable("SERVER_ADDRESS", LOOPBACK);
		try {
			InetAddress named = InetAddress.getByName(address);
			if (named.isAnyLocalAddress()) {
				return "0.0.0.0";
			}
			if (NetworkInterface.getByInetAddress(named) != null) {
				return (named instanceof Inet6Address) ? "[" + named.getHostAddress() + "]" : named.getHostAddress();
			}
		}
		catch (IOException ex) {
			// It is none.
		}
		throw exit("SERVER_ADDRESS is '%s', which is no address of this machine.", address);
	}

	private static int port() {
		String port = variable("SERVER_PORT", String.valueOf(ROUTER_PORT));
		if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
			throw exit("SERVER_PORT is '%s', but it has to be a number from 0 to 65535; 0 takes a free port.", port);
		}
		return Integer.parseInt(port);
	}

	private static void exitIfInUse(String address, int port) {
		try {
			new ServerSocket(port, 1, InetAddress.getByName(address)).close();
		}
		catch (IOException ex) {
			throw exit("Port %d is in use: end what listens there, then start again.", port);
		}
	}

	private static IllegalStateException exit(String why, Object... values) {
		System.err.printf(why + "%n", values);
		System.exit(1);
		return new IllegalStateException();
	}

	/** A variable of the environment; a blank one counts as not set. */
	private static String variable(String name, String otherwise) {
		String value = System.getenv().getOrDefault(name, "").strip();
		return value.isEmpty() ? otherwise : value;
	}

}
