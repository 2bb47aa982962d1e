package dev.hashring.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import org.testcontainers.containers.GenericContainer;

/**
 * A router that keeps each value on three of its nodes, in containers, each node with a
 * volume.
 */
class StoreCluster extends ContainerCluster {

	private static final String DATA = "/data";

	/** A router and so many nodes: node1, node2 and so on. */
	StoreCluster(int nodes) {
		setUp(addRouter(), nodes);
		addStores(nodes);
	}

	/** Nothing, as yet. */
	StoreCluster() {
	}

	/** Sets up a router with so many members. */
	final void setUp(GenericContainer<?> router, int nodes) {
		router.withEnv("RING_PLACEMENT", "virtual-nodes").withEnv("RING_REPLICAS", "3").withEnv("RING_TOKEN", TOKEN);
		for (int i = 0; i < nodes; i++) {
			String id = "node" + (i + 1);
			router.withEnv("RING_MEMBERS_" + i + "_ID", id).withEnv("RING_MEMBERS_" + i + "_URL", urlInside(id));
		}
	}

	/** Adds these members. */
	final void addStores(int nodes) {
		for (int i = 0; i < nodes; i++) {
			addStore("node" + (i + 1));
		}
	}

	/** Adds a node with a volume; no router knows it yet. */
	final StoreCluster addStore(String id) {
		addNode(id).withEnv("NODE_DATA", DATA)
			.withEnv("RING_TOKEN", TOKEN)
			.withTmpFs(Map.of("/tmp", "rw"))
			.withCreateContainerCmdModifier(
					(command) -> hostConfig(command.withVolumes(new Volume(DATA))).withReadonlyRootfs(true)
						.withCapDrop(Capability.ALL)
						.withSecurityOpts(List.of("no-new-privileges:true")))
			.waitingFor(healthy());
		return this;
	}

	/** Gives a node, before its start, a small disk, which forgets all when it stops. */
	StoreCluster withSmallDisk(String id) {
		container(id).withTmpFs(Map.of("/tmp", "rw", DATA, "size=16m"))
			.withCreateContainerCmdModifier((command) -> command.withVolumes());
		return this;
	}

	/** Sets how long the router takes for a request, before its start. */
	StoreCluster withDeadline(String deadline) {
		container("router").withEnv("RING_DEADLINE", deadline);
		return this;
	}

	@Override
	StoreCluster start() {
		super.start();
		return this;
	}

	/** Key-value pairs, as anybody uses them. */
	KeyValueClient pairs() {
		return new KeyValueClient(url("router"));
	}

	/** The store of one node. */
	NodeStoreClient store(String id) {
		return new NodeStoreClient(url(id), TOKEN);
	}

	/** Changes a file that a node keeps, byte by byte, while the node does not run. */
	void damage(String id, String file, Consumer<byte[]> damage) throws IOException {
		byte[] tar;
		try (InputStream in = this.docker.copyArchiveFromContainerCmd(dockerId(id), DATA + "/" + file).exec()) {
			tar = in.readAllBytes();
		}
		// A tar has the bytes of its files as they are, and no checksum of them.
		damage.accept(tar);
		this.docker.copyArchiveToContainerCmd(dockerId(id))
			.withRemotePath(DATA)
			.withTarInputStream(new ByteArrayInputStream(tar))
			.exec();
	}

}
