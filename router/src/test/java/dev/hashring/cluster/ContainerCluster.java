package dev.hashring.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import dev.hashring.cluster.RawHttp.Answer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.MountableFile;

import static org.awaitility.Awaitility.await;

/**
 * A router and its nodes in containers, on a network of their own.
 */
class ContainerCluster implements AutoCloseable {

	private static final int PORT = 5000;

	static final String ROUTER = "hashring/router";

	static final String TOKEN = "the-token-of-these-tests";

	/** The second compiler would cost more than it saves in so short a run. */
	private static final String COMPILE_ONCE = "-XX:TieredStopAtLevel=1";

	/** The name of a stopped node is asked of the host's own resolver. */
	private static final List<String> PATIENCE_WITH_NAMES = List.of("timeout:1", "attempts:1");

	final DockerClient docker = DockerClientFactory.lazyClient();

	final Network network = Network.newNetwork();

	private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();

	/**
	 * The cluster of the original: three nodes and the router, as their images are set
	 * up.
	 */
	static ContainerCluster original() {
		ContainerCluster cluster = new ContainerCluster();
		for (String id : List.of("node1", "node2", "node3")) {
			cluster.addNode(id).waitingFor(healthy());
		}
		cluster.addRouter();
		return cluster;
	}

	/**
	 * A router with virtual nodes and {@code next-node}, and five nodes that join it by
	 * themselves, node1 to node5.
	 */
	static ContainerCluster elastic() {
		ContainerCluster cluster = new ContainerCluster();
		cluster.addRouter()
			.withEnv("RING_PLACEMENT", "virtual-nodes")
			.withEnv("RING_ON_OWNER_FAILURE", "next-node")
			.withEnv("RING_MEMBERS", "")
			.withEnv("RING_TOKEN", TOKEN);
		for (String id : List.of("node1", "node2", "node3", "node4", "node5")) {
			cluster.addNode(id).withEnv("ROUTER_URL", urlInside("router")).withEnv("RING_TOKEN", TOKEN);
		}
		return cluster;
	}

	/** A router whose members all are faulty, each at the position of one key. */
	static ContainerCluster faulty(Map<FaultyNode.Fault, Integer> positions) {
		ContainerCluster cluster = new ContainerCluster();
		GenericContainer<?> router = cluster.addRouter();
		positions.forEach((fault, position) -> {
			String id = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
			String member = "RING_MEMBERS_" + (cluster.containers.size() - 1) + "_";
			router.withEnv(member + "ID", id)
				.withEnv(member + "URL", urlInside(id))
				.withEnv(member + "POSITION", position.toString());
			cluster.addNode(id)
				.withCopyFileToContainer(MountableFile.forHostPath("target/test-classes"), "/faulty")
				.withCreateContainerCmdModifier((command) -> command.withEntrypoint("java", "-cp", "/faulty",
						FaultyNode.class.getName(), "" + PORT, fault.name()))
				.waitingFor(Wait.forListeningPorts(PORT));
		});
		return cluster;
	}

	/** Adds a container, by its name on the network, to be set up before the start. */
	private GenericContainer<?> add(String id, GenericContainer<?> container) {
		return add(id, container, this.network).withExposedPorts(PORT)
			.withEnv("JAVA_TOOL_OPTIONS", COMPILE_ONCE)
			.withCreateContainerCmdModifier((command) -> hostConfig(command).withDnsOptions(PATIENCE_WITH_NAMES));
	}

	static HostConfig hostConfig(CreateContainerCmd command) {
		return Objects.requireNonNull(command.getHostConfig());
	}

	/** Adds a container that is not one of the project's own. */
	final GenericContainer<?> add(String id, GenericContainer<?> container, Network network) {
		this.containers.put(id, container);
		return container.withNetwork(network).withNetworkAliases(id);
	}

	GenericContainer<?> addRouter() {
		return addRouter(new GenericContainer<>(ROUTER), "router");
	}

	final GenericContainer<?> addRouter(GenericContainer<?> container, String id) {
		return add(id, container).waitingFor(healthy());
	}

	GenericContainer<?> addNode(String id) {
		return add(id, new GenericContainer<>("hashring/node")).withEnv("NODE_ID", id);
	}

	static WaitStrategy healthy() {
		return Wait.forHttp("/actuator/health/readiness").forPort(PORT);
	}

	/** Where a container answers the others. */
	static String urlInside(String id) {
		return "http://" + id + ":" + PORT;
	}

	ContainerCluster start() {
		this.containers.values().parallelStream().forEach(GenericContainer::start);
		return this;
	}

	/** Where a container answers now; a start gives it another port. */
	URI url(String id) {
		var bindings = this.docker.inspectContainerCmd(dockerId(id))
			.exec()
			.getNetworkSettings()
			.getPorts()
			.getBindings()
			.get(ExposedPort.tcp(PORT));
		return URI.create("http://127.0.0.1:" + bindings[0].getHostPortSpec());
	}

	/** The ring, to look at and to change. */
	RingClient ring() {
		return new RingClient(url("router"), TOKEN);
	}

	Answer route(String key) throws IOException {
		return route(url("router"), key);
	}

	/** The same without asking Docker where the router answers. */
	static Answer route(URI router, String key) throws IOException {
		return RawHttp.send(router, "GET", "/route?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
	}

	void stop(String id) {
		this.docker.stopContainerCmd(dockerId(id)).withTimeout(10).exec();
	}

	void kill(String id) {
		this.docker.killContainerCmd(dockerId(id)).exec();
	}

	/** Tried again where a busy machine is too slow to freeze it. */
	void pause(String id) {
		await().ignoreException(InternalServerErrorException.class).until(() -> {
			this.docker.pauseContainerCmd(dockerId(id)).exec();
			return true;
		});
	}

	void unpause(String id) {
		this.docker.unpauseContainerCmd(dockerId(id)).exec();
	}

	void start(String id) {
		this.docker.startContainerCmd(dockerId(id)).exec();
	}

	boolean isRunning(String id) {
		return Boolean.TRUE.equals(this.docker.inspectContainerCmd(dockerId(id)).exec().getState().getRunning());
	}

	/** Runs a command in a container that runs. */
	void execute(String id, String... command) throws IOException, InterruptedException {
		container(id).execInContainer(command);
	}

	String logs(String id) {
		return container(id).getLogs();
	}

	String address(String id) {
		return this.docker.inspectContainerCmd(dockerId(id))
			.exec()
			.getNetworkSettings()
			.getNetworks()
			.values()
			.stream()
			.map(ContainerNetwork::getIpAddress)
			.findFirst()
			.orElseThrow();
	}

	GenericContainer<?> container(String id) {
		return this.containers.get(id);
	}

	String dockerId(String id) {
		return container(id).getContainerId();
	}

	@Override
	public void close() {
		this.containers.values().parallelStream().forEach(GenericContainer::stop);
		this.network.close();
	}

}
