package dev.hashring.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
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
final class ContainerCluster implements AutoCloseable {

	private static final int PORT = 5000;

	private static final String DATA = "/data";

	/** The name of a stopped node is asked of the host's own resolver. */
	private static final List<String> PATIENCE_WITH_NAMES = List.of("timeout:1", "attempts:1");

	private static final String TOKEN = "the-token-of-these-tests";

	private final DockerClient docker = DockerClientFactory.lazyClient();

	private final Network network = Network.newNetwork();

	private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();

	/** The cluster of the original: three nodes and the router, as their images come. */
	static ContainerCluster original() {
		ContainerCluster cluster = new ContainerCluster();
		for (String id : List.of("node1", "node2", "node3")) {
			cluster.add(id, cluster.container("hashring/node", id).withEnv("NODE_ID", id).waitingFor(healthy()));
		}
		cluster.add("router", cluster.container("hashring/router", "router").waitingFor(healthy()));
		return cluster;
	}

	/**
	 * A router with virtual nodes and {@code next-node}, and five nodes that join it by
	 * themselves, node1 to node5.
	 */
	static ContainerCluster elastic() {
		ContainerCluster cluster = new ContainerCluster();
		cluster.add("router",
				cluster.container("hashring/router", "router")
					.withEnv("RING_PLACEMENT", "virtual-nodes")
					.withEnv("RING_ON_OWNER_FAILURE", "next-node")
					.withEnv("RING_MEMBERS", "")
					.withEnv("RING_TOKEN", TOKEN)
					.waitingFor(healthy()));
		for (String id : List.of("node1", "node2", "node3", "node4", "node5")) {
			cluster.add(id,
					cluster.container("hashring/node", id)
						.withEnv("NODE_ID", id)
						.withEnv("ROUTER_URL", "http://router:" + PORT)
						.withEnv("RING_TOKEN", TOKEN));
		}
		return cluster;
	}

	/**
	 * A router that keeps each value on three of its nodes, node1 and so on, each with a
	 * volume.
	 */
	static ContainerCluster store(int nodes) {
		ContainerCluster cluster = new ContainerCluster();
		GenericContainer<?> router = cluster.container("hashring/router", "router")
			.withEnv("RING_PLACEMENT", "virtual-nodes")
			.withEnv("RING_REPLICAS", "3")
			.withEnv("RING_TOKEN", TOKEN)
			.withCreateContainerCmdModifier((command) -> hostConfig(command).withDnsOptions(PATIENCE_WITH_NAMES))
			.waitingFor(healthy());
		for (int i = 0; i < nodes; i++) {
			String id = "node" + (i + 1);
			router.withEnv("RING_MEMBERS_" + i + "_ID", id)
				.withEnv("RING_MEMBERS_" + i + "_URL", "http://" + id + ":" + PORT);
			cluster.addStore(id);
		}
		cluster.add("router", router);
		return cluster;
	}

	/** Adds a node with a volume; no router knows it yet. */
	ContainerCluster addStore(String id) {
		add(id, container("hashring/node", id).withEnv("NODE_ID", id)
			.withEnv("NODE_DATA", DATA)
			.withEnv("RING_TOKEN", TOKEN)
			.withTmpFs(Map.of("/tmp", "rw"))
			.withCreateContainerCmdModifier(
					(command) -> hostConfig(command.withVolumes(new Volume(DATA))).withReadonlyRootfs(true)
						.withCapDrop(Capability.ALL)
						.withSecurityOpts(List.of("no-new-privileges:true")))
			.waitingFor(healthy()));
		return this;
	}

	/** Gives a node, before its start, a small disk, which forgets all when it stops. */
	ContainerCluster withSmallDisk(String id) {
		this.containers.get(id)
			.withTmpFs(Map.of("/tmp", "rw", DATA, "size=16m"))
			.withCreateContainerCmdModifier((command) -> command.withVolumes());
		return this;
	}

	/** Sets an environment variable of a container, before its start. */
	ContainerCluster with(String id, String variable, String value) {
		this.containers.get(id).withEnv(variable, value);
		return this;
	}

	private static HostConfig hostConfig(CreateContainerCmd command) {
		return Objects.requireNonNull(command.getHostConfig());
	}

	/** A router whose members all are faulty, each at the position of one key. */
	static ContainerCluster faulty(Map<FaultyNode.Fault, Integer> positions) {
		ContainerCluster cluster = new ContainerCluster();
		GenericContainer<?> router = cluster.container("hashring/router", "router").waitingFor(healthy());
		positions.forEach((fault, position) -> {
			String id = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
			String member = "RING_MEMBERS_" + cluster.containers.size() + "_";
			router.withEnv(member + "ID", id)
				.withEnv(member + "URL", "http://" + id + ":" + PORT)
				.withEnv(member + "POSITION", position.toString());
			cluster.add(id,
					cluster.container("hashring/node", id)
						.withCopyFileToContainer(MountableFile.forHostPath("target/test-classes"), "/faulty")
						.withCreateContainerCmdModifier((command) -> command.withEntrypoint("java", "-cp", "/faulty",
								FaultyNode.class.getName(), "" + PORT, fault.name()))
						.waitingFor(Wait.forListeningPorts(PORT)));
		});
		cluster.add("router", router);
		return cluster;
	}

	private GenericContainer<?> container(String image, String alias) {
		return new GenericContainer<>(image).withNetwork(this.network).withNetworkAliases(alias).withExposedPorts(PORT);
	}

	private static WaitStrategy healthy() {
		return Wait.forHttp("/actuator/health/readiness").forPort(PORT);
	}

	private void add(String id, GenericContainer<?> container) {
		this.containers.put(id, container);
	}

	ContainerCluster start() {
		this.containers.values().parallelStream().forEach(GenericContainer::start);
		return this;
	}

	/** Where a container answers now; a start gives it another port. */
	URI url(String id) {
		var bindings = this.docker.inspectContainerCmd(container(id))
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

	/** Key-value pairs, as anybody uses them. */
	KeyValueClient pairs() {
		return new KeyValueClient(url("router"));
	}

	/** The store of one node. */
	NodeStoreClient store(String id) {
		return new NodeStoreClient(url(id), TOKEN);
	}

	Answer route(String key) throws IOException {
		return RawHttp.send(url("router"), "GET", "/route?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
	}

	void stop(String id) {
		this.docker.stopContainerCmd(container(id)).withTimeout(10).exec();
	}

	void kill(String id) {
		this.docker.killContainerCmd(container(id)).exec();
	}

	/** Tried again where a busy machine is too slow to freeze it. */
	void pause(String id) {
		await().ignoreException(InternalServerErrorException.class).until(() -> {
			this.docker.pauseContainerCmd(container(id)).exec();
			return true;
		});
	}

	void unpause(String id) {
		this.docker.unpauseContainerCmd(container(id)).exec();
	}

	void start(String id) {
		this.docker.startContainerCmd(container(id)).exec();
	}

	/** Changes a file that a node keeps, byte by byte, while the node does not run. */
	void damage(String id, String file, Consumer<byte[]> damage) throws IOException {
		byte[] tar;
		try (InputStream in = this.docker.copyArchiveFromContainerCmd(container(id), DATA + "/" + file).exec()) {
			tar = in.readAllBytes();
		}
		// A tar has the bytes of its files as they are, and no checksum of them.
		damage.accept(tar);
		this.docker.copyArchiveToContainerCmd(container(id))
			.withRemotePath(DATA)
			.withTarInputStream(new ByteArrayInputStream(tar))
			.exec();
	}

	/** Runs a command in a container that runs. */
	void execute(String id, String... command) throws IOException, InterruptedException {
		this.containers.get(id).execInContainer(command);
	}

	String logs(String id) {
		return this.containers.get(id).getLogs();
	}

	String address(String id) {
		return this.docker.inspectContainerCmd(container(id))
			.exec()
			.getNetworkSettings()
			.getNetworks()
			.values()
			.stream()
			.map(ContainerNetwork::getIpAddress)
			.findFirst()
			.orElseThrow();
	}

	private String container(String id) {
		return this.containers.get(id).getContainerId();
	}

	@Override
	public void close() {
		this.containers.values().parallelStream().forEach(GenericContainer::stop);
		this.network.close();
	}

}
