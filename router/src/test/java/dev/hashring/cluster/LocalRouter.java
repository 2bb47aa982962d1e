package dev.hashring.cluster;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.hashring.router.RouterApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A router of the cluster in one JVM. Where several share the ring, each has a cable of
 * its own to ZooKeeper.
 */
public final class LocalRouter implements AutoCloseable {

	private final LocalCluster cluster;

	private final String address;

	private final @Nullable Cable cable;

	private final List<String> settings;

	/** Kept when it is started again. */
	private int port;

	private @Nullable ConfigurableApplicationContext application;

	LocalRouter(LocalCluster cluster, int number, String address, int port, @Nullable LocalZooKeeper zooKeeper,
			List<String> settings) {
		this.cluster = cluster;
		this.address = address;
		this.port = port;
		this.settings = new ArrayList<>(settings);
		this.cable = (zooKeeper != null) ? new Cable(zooKeeper.port()) : null;
		if (this.cable != null) {
			this.settings.add("--ring.shared=zookeeper://127.0.0.1:" + this.cable.port() + "/hashring");
			this.settings.add("--ring.router=router" + number);
		}
	}

	/** Starts it, at the port that it had, unless it runs. */
	public void start() {
		if (this.application != null && this.application.isActive()) {
			return;
		}
		this.application = RouterApplication.application()
			.initializers((GenericApplicationContext context) -> context.registerBean(LocalMembersController.class,
					() -> new LocalMembersController(this.cluster)))
			.registerShutdownHook(false)
			.run(LocalCluster.arguments(this.address, this.port, this.settings.toArray(String[]::new)));
		this.port = LocalCluster.port(this.application);
	}

	/** Ends it. */
	public void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	public URI url() {
		String host = this.address.equals("0.0.0.0") ? "127.0.0.1" : this.address;
		return URI.create("http://" + host + ":" + this.port);
	}

	/** The ring, as this router sees it. */
	public RingClient ring() {
		return new RingClient(url(), this.cluster.token());
	}

	/** From it to ZooKeeper. */
	public Cable cable() {
		return Objects.requireNonNull(this.cable);
	}

	@Override
	public void close() {
		stop();
		if (this.cable != null) {
			this.cable.close();
		}
	}

}
