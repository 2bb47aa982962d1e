package dev.hashring.cluster;

import com.github.dockerjava.api.model.ContainerNetwork;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Two routers that share a ring in ZooKeeper, and nodes, in containers. ZooKeeper has a
 * network of its own, so a router can be cut off from it alone, or from the nodes alone.
 */
final class SharedCluster extends StoreCluster {

	private static final int ZOOKEEPER_PORT = 2181;

	private static final String ZOOKEEPER = System.getenv().getOrDefault("ZOOKEEPER_IMAGE", "zookeeper:3.9");

	private final Network behind = Network.newNetwork();

	/** Routers router1 and router2, and nodes node1 and so on. */
	SharedCluster(int nodes) {
		add("zookeeper", new GenericContainer<>(ZOOKEEPER), this.behind).withExposedPorts(ZOOKEEPER_PORT)
			.waitingFor(Wait.forListeningPort());
		for (String id : new String[] { "router1", "router2" }) {
			setUp(addRouter(new Between(), id), nodes);
			container(id).withEnv("RING_SHARED", "zookeeper://zookeeper:2181/hashring").withEnv("RING_ROUTER", id);
		}
		addStores(nodes);
	}

	@Override
	SharedCluster start() {
		container("zookeeper").start();
		super.start();
		return this;
	}

	/** A container in both networks from its start on. */
	private final class Between extends GenericContainer<Between> {

		Between() {
			super(ROUTER);
		}

		@Override
		protected void containerIsCreated(String id) {
			connect(id, SharedCluster.this.behind);
		}

	}

	private void connect(String containerId, Network network, String... aliases) {
		this.docker.connectToNetworkCmd()
			.withContainerId(containerId)
			.withNetworkId(network.getId())
			.withContainerNetwork(new ContainerNetwork().withAliases(aliases))
			.exec();
	}

	private void disconnect(String router, Network network) {
		this.docker.disconnectFromNetworkCmd()
			.withContainerId(dockerId(router))
			.withNetworkId(network.getId())
			.withForce(true)
			.exec();
	}

	/** No message goes from this router to ZooKeeper, or back. */
	void cutFromZooKeeper(String router) {
		disconnect(router, this.behind);
	}

	/** No message goes from this router to any node, or back. */
	void cutFromNodes(String router) {
		disconnect(router, this.network);
	}

	/** Takes back both. */
	void mend(String router) {
		var networks = this.docker.inspectContainerCmd(dockerId(router)).exec().getNetworkSettings().getNetworks();
		for (Network network : new Network[] { this.behind, this.network }) {
			if (networks.values().stream().noneMatch((known) -> network.getId().equals(known.getNetworkID()))) {
				connect(dockerId(router), network, router);
			}
		}
	}

	/** The ring, as this router sees it. */
	RingClient ring(String router) {
		return new RingClient(url(router), TOKEN);
	}

	/** Key-value pairs, by this router. */
	KeyValueClient pairs(String router) {
		return new KeyValueClient(url(router));
	}

	@Override
	public void close() {
		super.close();
		this.behind.close();
	}

}
