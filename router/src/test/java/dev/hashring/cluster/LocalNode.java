package dev.hashring.cluster;

import java.net.URI;

import dev.hashring.node.NodeApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A node in this JVM: its own Spring application behind a port of its own.
 */
public class LocalNode {

	private final String id;

	private int port;

	private final Pause pause = new Pause();

	private @Nullable ConfigurableApplicationContext application;

	/**
	 * A node that has not been started.
	 * @param port where it will answer; 0 takes any free port, and keeps it
	 */
	LocalNode(String id, int port) {
		this.id = id;
		this.port = port;
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/** How many requests it holds while it is paused. */
	public int held() {
		return this.pause.held();
	}

	/** Starts it, or lets it answer again if it is paused. */
	public synchronized void start() {
		this.pause.end();
		if (this.application != null) {
			return;
		}
		this.application = NodeApplication.application()
			.initializers(this::register)
			.registerShutdownHook(false)
			.run(LocalCluster.arguments(this.port, "--node.id=" + this.id));
		this.port = LocalCluster.port(this.application);
	}

	/** Makes it silent: it accepts connections and answers nothing. */
	public synchronized void pause() {
		this.pause.begin();
	}

	/** Ends it: connections are refused. */
	public synchronized void stop() {
		this.pause.end();
		if (this.application != null) {
			this.application.close();
			this.application = null;
		}
	}

	private void register(ConfigurableApplicationContext context) {
		((GenericApplicationContext) context).registerBean("pause", FilterRegistrationBean.class,
				() -> new FilterRegistrationBean<>(this.pause));
	}

}
